package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.errors.Problem;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What a request asks for, as far as it decides the price. */
public sealed interface Demand {
    /**
     * A request that is charged.
     *
     * @param model the price's name for what is called; for MCP the tool
     * @param stream whether the answer comes as events
     * @param inputBytes no fewer than its input tokens
     * @param wantedOutput the output tokens asked for, all answers together; 0 when the request sets no limit
     * @param answers how many answers are asked for
     * @param body the body to be passed on, for so many output tokens per answer
     * @param payment what the body itself carries as payment, or null
     * @param id of the JSON-RPC message, or null
     */
    record Priced(
            String model,
            boolean stream,
            long inputBytes,
            long wantedOutput,
            long answers,
            LongFunction<byte[]> body,
            @Nullable JsonNode payment,
            @Nullable JsonNode id)
            implements Demand {
        /** A request whose body is passed on as it is. */
        static Priced plain(String model, byte[] body) {
            return new Priced(model, false, body.length, 0, 1, _ -> body, null, null);
        }
    }

    /** A message of a protocol that costs nothing, such as its handshake. */
    record Free(byte[] body) implements Demand {}

    /**
     * What was sent is not served.
     *
     * @param id of the JSON-RPC message, or null
     */
    record Refused(Problem problem, @Nullable JsonNode id) implements Demand {
        Refused(Problem problem) {
            this(problem, null);
        }
    }
}
