package com.protocolbanks.gateway.operations;

import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.http.Exchange;
import com.protocolbanks.gateway.http.Handler;
import java.nio.charset.StandardCharsets;
import java.util.function.BooleanSupplier;

/** Whether requests can be served: 200 or 503. */
public final class HealthRoute implements Handler {
    private final BooleanSupplier storeIsWhole;

    /** @param storeIsWhole whether the store of balances is known to be whole */
    public HealthRoute(BooleanSupplier storeIsWhole) {
        this.storeIsWhole = storeIsWhole;
    }

    @Override
    public void handle(Exchange exchange) {
        boolean up = storeIsWhole.getAsBoolean();
        exchange.answer(Answer.of(
                up ? 200 : 503,
                Answer.JSON,
                (up ? "{\"status\":\"up\"}" : "{\"status\":\"store_unsure\"}").getBytes(StandardCharsets.UTF_8)));
    }
}
