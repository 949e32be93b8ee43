package com.protocolbanks.x402.receipts;

import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.time.Instant;
import tools.jackson.core.JacksonException;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Receipts as JSON: amounts are decimal digits in texts, digests 0x and hex, times milliseconds of Unix time. */
public final class ReceiptJson {
    private static final JsonMapper JSON = JsonMapper.shared();
    /** Characters of a usual receipt. */
    private static final int SIZE = 768;

    private ReceiptJson() {}

    public static ObjectNode write(UsageReceipt receipt) {
        var json = JSON.createObjectNode()
                .put("seq", receipt.seq())
                .put("spent", receipt.spent().toString());
        json.set("body", write(receipt.body()));
        return json;
    }

    public static ObjectNode write(ReceiptBody body) {
        var json = JSON.createObjectNode()
                .put("channelId", body.channelId().hex())
                .put("requestId", body.requestId())
                .put("at", body.at().toEpochMilli())
                .put("route", body.route())
                .put("model", body.model())
                .put("requestDigest", body.requestDigest().hex())
                .put("responseDigest", body.responseDigest().hex());
        json.putObject("usage")
                .put("inputTokens", body.usage().inputTokens())
                .put("cachedTokens", body.usage().cachedTokens())
                .put("outputTokens", body.usage().outputTokens())
                .put("reasoningTokens", body.usage().reasoningTokens())
                .put("units", body.usage().units());
        return json.put("priceVersion", body.priceVersion())
                .put("held", body.held().toString())
                .put("charged", body.charged().toString())
                .put("shortfall", body.shortfall().toString())
                .put("outcome", body.outcome().name());
    }

    /** The text of {@link #write(UsageReceipt)}, for those who write many. */
    public static String text(UsageReceipt receipt) {
        var json = new StringBuilder(SIZE).append("{\"seq\":").append(receipt.seq());
        quoted(json, "spent", receipt.spent().toString());
        return text(json.append(",\"body\":"), receipt.body()).append('}').toString();
    }

    /** The text of {@link #write(ReceiptBody)}. */
    public static String text(ReceiptBody body) {
        return text(new StringBuilder(SIZE), body).toString();
    }

    private static StringBuilder text(StringBuilder json, ReceiptBody body) {
        json.append("{\"channelId\":\"").append(body.channelId().hex()).append('"');
        quoted(json, "requestId", body.requestId());
        json.append(",\"at\":").append(body.at().toEpochMilli());
        quoted(json, "route", body.route());
        quoted(json, "model", body.model());
        quoted(json, "requestDigest", body.requestDigest().hex());
        quoted(json, "responseDigest", body.responseDigest().hex());
        var usage = body.usage();
        json.append(",\"usage\":{\"inputTokens\":").append(usage.inputTokens());
        json.append(",\"cachedTokens\":").append(usage.cachedTokens());
        json.append(",\"outputTokens\":").append(usage.outputTokens());
        json.append(",\"reasoningTokens\":").append(usage.reasoningTokens());
        json.append(",\"units\":").append(usage.units());
        json.append("},\"priceVersion\":").append(body.priceVersion());
        quoted(json, "held", body.held().toString());
        quoted(json, "charged", body.charged().toString());
        quoted(json, "shortfall", body.shortfall().toString());
        quoted(json, "outcome", body.outcome().name());
        return json.append('}');
    }

    private static void quoted(StringBuilder json, String name, String value) {
        json.append(",\"").append(name).append("\":\"");
        JsonStringEncoder.getInstance().quoteAsString(value, json);
        json.append('"');
    }

    /**
     * Reads a receipt as {@link #write(UsageReceipt)} writes it.
     *
     * @throws IllegalArgumentException for anything but a receipt
     */
    public static UsageReceipt receipt(JsonNode json) {
        try {
            return new UsageReceipt(json.required("seq").asLong(), amount(json, "spent"), body(json.required("body")));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a receipt: " + e.getMessage(), e);
        }
    }

    /**
     * Reads what a receipt says of its request.
     *
     * @throws IllegalArgumentException for anything but a receipt's body
     */
    public static ReceiptBody body(JsonNode json) {
        try {
            return new ReceiptBody(
                    hash(json, "channelId"),
                    json.required("requestId").asString(),
                    Instant.ofEpochMilli(json.required("at").asLong()),
                    json.required("route").asString(),
                    json.required("model").asString(),
                    hash(json, "requestDigest"),
                    hash(json, "responseDigest"),
                    usage(json.required("usage")),
                    json.required("priceVersion").asInt(),
                    amount(json, "held"),
                    amount(json, "charged"),
                    amount(json, "shortfall"),
                    Outcome.valueOf(json.required("outcome").asString()));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a receipt's body: " + e.getMessage(), e);
        }
    }

    private static Usage usage(JsonNode json) {
        return new Usage(
                json.required("inputTokens").asLong(),
                json.required("cachedTokens").asLong(),
                json.required("outputTokens").asLong(),
                json.required("reasoningTokens").asLong(),
                json.required("units").asLong());
    }

    private static Hash32 hash(JsonNode json, String name) {
        return Hash32.of(json.required(name).asString());
    }

    private static BigInteger amount(JsonNode json, String name) {
        return new BigInteger(json.required(name).asString());
    }
}
