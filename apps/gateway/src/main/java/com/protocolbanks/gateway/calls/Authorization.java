package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.admission.Door;
import com.protocolbanks.gateway.admission.Entry.Again;
import com.protocolbanks.gateway.admission.Entry.Charged;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.http.Exchange;
import java.nio.charset.StandardCharsets;

/** Says that a request is paid, to whoever asked before answering it. */
public final class Authorization {
    private final Desk desk;
    private final Exchange exchange;

    public Authorization(Desk desk, Exchange exchange) {
        this.desk = desk;
        this.exchange = exchange;
    }

    public void answer(Charged charged) {
        desk.watch().settled(charged.receipt().body());
        var bill = new Bill(desk, charged.admitted().quote(), charged.admitted(), exchange.loop());
        exchange.answer(Receipts.charged(said(), bill, charged.receipt()));
    }

    /** The same again, and no second charge. */
    public void answer(Again again) {
        exchange.answer(said().with(Receipts.REQUEST_ID, again.receipt().body().requestId()));
    }

    private static Answer said() {
        return Answer.of(200, Answer.JSON, Door.AUTHORIZED.getBytes(StandardCharsets.UTF_8));
    }
}
