package com.protocolbanks.gateway.routes;

import com.protocolbanks.gateway.admission.Entry;
import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.surfaces.Demand;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentRequired;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import tools.jackson.databind.json.JsonMapper;

/**
 * Says that something costs money. MCP says it in a tool's result, which is an answer of status 200, unless the client paid
 * by header and so looks at the status (x402, transports/mcp, tool-result binding).
 */
final class Unpaid {
    private Unpaid() {}

    static Answer answer(Dialect dialect, Entry.Refused refused, Demand.Priced demand, Request request) {
        var required = refused.required();
        boolean byHeader = request.header(PaymentHeaders.SIGNATURE) != null || request.header("Authorization") != null;
        return dialect == Dialect.JSON_RPC && required != null && !byHeader
                ? result(refused, required, demand)
                : dialect.answer(refused.problem(), demand.id());
    }

    private static Answer result(Entry.Refused refused, PaymentRequired required, Demand.Priced demand) {
        var json = JsonMapper.shared().createObjectNode().put("jsonrpc", "2.0");
        json.set("id", demand.id());
        var result = json.putObject("result").put("isError", true);
        result.set("structuredContent", required.toJson());
        result.putArray("content")
                .addObject()
                .put("type", "text")
                .put("text", required.toJson().toString());
        var headers = new LinkedHashMap<>(refused.problem().headers());
        headers.put("content-type", Answer.JSON);
        return new Answer(200, headers, json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
