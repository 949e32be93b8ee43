package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Where a dialect carries the payment's answer in its body. */
final class Billed {
    static final String META = "x402/payment-response";

    private Billed() {}

    /** The answer; in MCP's results with {@code _meta["x402/payment-response"]}. */
    static Answer in(Answer answer, PaidCall call, UsageReceipt receipt) {
        if (call.asked().surface().dialect() != Dialect.JSON_RPC) {
            return answer;
        }
        try {
            var json = JsonMapper.shared().readTree(answer.body());
            if (json.path("result") instanceof ObjectNode result) {
                var meta = result.get("_meta") instanceof ObjectNode there ? there : result.putObject("_meta");
                meta.set(META, call.bill().response(receipt).toJson());
                return new Answer(
                        answer.status(), answer.headers(), json.toString().getBytes(StandardCharsets.UTF_8));
            }
        } catch (JacksonException _) {
            // not an answer of the protocol: it is passed on as it came
        }
        return answer;
    }
}
