package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.streams.PaidResult;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.nio.charset.StandardCharsets;

/** Where a dialect carries the payment's answer in its body. */
final class Billed {
    private Billed() {}

    /** The answer; in MCP's results with {@code _meta["x402/payment-response"]}. */
    static Answer in(Answer answer, PaidCall call, UsageReceipt receipt) {
        if (!isIn(call)) {
            return answer;
        }
        return PaidResult.with(
                        new String(answer.body(), StandardCharsets.UTF_8),
                        call.bill().response(receipt).toJson())
                .map(text -> new Answer(answer.status(), answer.headers(), text.getBytes(StandardCharsets.UTF_8)))
                .orElse(answer);
    }

    /** What the receipt covers of a whole answer. */
    static byte[] covered(byte[] body, PaidCall call) {
        return isIn(call) ? PaidResult.covered(body) : body;
    }

    private static boolean isIn(PaidCall call) {
        return call.asked().surface().dialect() == Dialect.JSON_RPC;
    }
}
