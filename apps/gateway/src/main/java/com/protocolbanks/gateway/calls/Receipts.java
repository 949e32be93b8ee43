package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.wire.PaymentHeaders;
import java.util.Locale;

/** Answers with what they cost. */
final class Receipts {
    static final String REQUEST_ID = "pb-request-id";

    private static final String RESPONSE = PaymentHeaders.RESPONSE.toLowerCase(Locale.ROOT);

    private Receipts() {}

    static Answer charged(Answer answer, Bill bill, UsageReceipt receipt) {
        return answer.with(RESPONSE, bill.response(receipt).toHeader())
                .with(REQUEST_ID, receipt.body().requestId());
    }

    /** A failed answer; only who deposited with it has to be told. */
    static Answer uncharged(Answer answer, Bill bill) {
        var named = answer.with(REQUEST_ID, bill.admitted().draft().requestId());
        return bill.admitted().deposit() == null
                ? named
                : named.with(RESPONSE, bill.uncharged().toHeader());
    }
}
