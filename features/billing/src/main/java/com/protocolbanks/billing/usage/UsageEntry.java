package com.protocolbanks.billing.usage;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.wire.MalformedPayment;
import com.protocolbanks.x402.wire.PaymentJson;
import java.math.BigInteger;
import java.util.LinkedHashMap;
import java.util.Map;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a shard's stream holds. The fields: {@code t} the kind, {@code c} the channel, {@code n} and {@code s} seq and
 * spent, {@code d} and {@code b} a body's digest and JSON, {@code a}, {@code g} and {@code f} a voucher's amount, signature
 * and channel terms, {@code v} and {@code k} a head's value and signer. Numbers are decimal digits, bytes are 0x and hex.
 */
public sealed interface UsageEntry {
    /** A request was charged. */
    record OfReceipt(UsageReceipt receipt) implements UsageEntry {}

    /** A voucher was accepted. */
    record OfVoucher(ChannelConfig config, Voucher voucher, Signature signature) implements UsageEntry {}

    /** A gateway signed a channel's receipts up to there. */
    record OfHead(ReceiptChain head, Signature signature, Address signer) implements UsageEntry {}

    /** Another field form than the above, or a receipt whose digest is not its body's. */
    final class Malformed extends Exception {
        private static final long serialVersionUID = 1L;

        Malformed(String message) {
            super(message);
        }
    }

    /** The fields, in the order named above. */
    default Map<String, String> fields() {
        Map<String, String> fields = new LinkedHashMap<>();
        switch (this) {
            case OfReceipt(UsageReceipt(long seq, BigInteger spent, ReceiptBody body)) -> {
                fields.put("t", "receipt");
                fields.put("c", body.channelId().hex());
                fields.put("n", Long.toString(seq));
                fields.put("s", spent.toString());
                fields.put("d", body.digest().hex());
                fields.put("b", ReceiptJson.write(body).toString());
            }
            case OfVoucher(ChannelConfig config, Voucher voucher, Signature signature) -> {
                fields.put("t", "voucher");
                fields.put("c", voucher.channelId().hex());
                fields.put("a", voucher.maxClaimable().toString());
                fields.put("g", Bytes.hex(signature.bytes()));
                fields.put("f", PaymentJson.config(config).toString());
            }
            case OfHead(ReceiptChain head, Signature signature, Address signer) -> {
                fields.put("t", "head");
                fields.put("c", head.channelId().hex());
                fields.put("n", Long.toString(head.seq()));
                fields.put("s", head.spent().toString());
                fields.put("v", head.value().hex());
                fields.put("g", Bytes.hex(signature.bytes()));
                fields.put("k", signer.lower());
            }
        }
        return fields;
    }

    static UsageEntry parse(Map<String, String> fields) throws Malformed {
        try {
            return switch (field(fields, "t")) {
                case "receipt" -> receipt(fields);
                case "voucher" ->
                    new OfVoucher(
                            PaymentJson.config(json(fields, "f")),
                            new Voucher(Hash32.of(field(fields, "c")), new BigInteger(field(fields, "a"))),
                            signature(fields));
                case "head" ->
                    new OfHead(
                            new ReceiptChain(
                                    Hash32.of(field(fields, "c")),
                                    Long.parseLong(field(fields, "n")),
                                    new BigInteger(field(fields, "s")),
                                    Hash32.of(field(fields, "v"))),
                            signature(fields),
                            Address.of(field(fields, "k")));
                default -> throw new Malformed("no kind of entry is called " + field(fields, "t"));
            };
        } catch (IllegalArgumentException | JacksonException | MalformedPayment wrong) {
            throw new Malformed(String.valueOf(wrong.getMessage()));
        }
    }

    private static UsageEntry receipt(Map<String, String> fields) throws Malformed {
        ReceiptBody body = ReceiptJson.body(json(fields, "b"));
        if (!body.channelId().hex().equals(field(fields, "c"))
                || !body.digest().hex().equals(field(fields, "d"))) {
            throw new Malformed("the digest is not of this body and channel");
        }
        return new OfReceipt(
                new UsageReceipt(Long.parseLong(field(fields, "n")), new BigInteger(field(fields, "s")), body));
    }

    private static Signature signature(Map<String, String> fields) throws Malformed {
        return Signature.of(Bytes.parse(field(fields, "g")));
    }

    private static JsonNode json(Map<String, String> fields, String name) throws Malformed {
        return JsonMapper.shared().readTree(field(fields, name));
    }

    private static String field(Map<String, String> fields, String name) throws Malformed {
        String value = fields.get(name);
        if (value == null) {
            throw new Malformed("field " + name + " is missing");
        }
        return value;
    }
}
