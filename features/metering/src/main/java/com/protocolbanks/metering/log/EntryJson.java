package com.protocolbanks.metering.log;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.metering.Ceiling;
import com.protocolbanks.metering.Journal.Entry;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.wire.MalformedPayment;
import com.protocolbanks.x402.wire.PaymentJson;
import java.nio.charset.StandardCharsets;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Entries as they stand in the log. */
final class EntryJson {
    private static final JsonMapper JSON = JsonMapper.shared();

    private EntryJson() {}

    static byte[] write(Entry entry) {
        var json = switch (entry) {
            case Entry.Promised promised -> promised(promised).toString();
            case Entry.Charged(var key, var receipt) -> text(key, "charged", "r", ReceiptJson.text(receipt));
            case Entry.Due(var key, var body) -> text(key, "due", "b", ReceiptJson.text(body));
        };
        return json.getBytes(StandardCharsets.UTF_8);
    }

    private static ObjectNode promised(Entry.Promised promised) {
        var json = JSON.createObjectNode()
                .put("k", promised.key().lower())
                .put("t", "promised")
                .put("a", Long.toString(promised.amount()))
                .put("g", Bytes.hex(promised.proof().signature().bytes()));
        json.set("f", PaymentJson.config(promised.proof().config()));
        return json;
    }

    private static String text(Address key, String kind, String name, String content) {
        return "{\"k\":\"" + key.lower() + "\",\"t\":\"" + kind + "\",\"" + name + "\":" + content + "}";
    }

    /** @throws IllegalArgumentException for anything that {@link #write} does not write */
    static Entry read(byte[] bytes) {
        try {
            var json = JSON.readTree(bytes);
            var key = Address.of(json.required("k").asString());
            return switch (json.required("t").asString()) {
                case "promised" ->
                    new Entry.Promised(
                            key,
                            Long.parseLong(json.required("a").asString()),
                            new Ceiling.Proof(
                                    PaymentJson.config(json.required("f")),
                                    Signature.of(Bytes.parse(json.required("g").asString()))));
                case "charged" -> new Entry.Charged(key, ReceiptJson.receipt(json.required("r")));
                case "due" -> new Entry.Due(key, ReceiptJson.body(json.required("b")));
                default -> throw new IllegalArgumentException("no entry of the log is of that kind");
            };
        } catch (JacksonException | MalformedPayment malformed) {
            throw new IllegalArgumentException("not an entry of the log", malformed);
        }
    }
}
