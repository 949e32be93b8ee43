package com.protocolbanks.sdk.receipts;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.receipts.ReceiptChain;
import java.math.BigInteger;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** A chain's end, signed by the gateway that stands by it. */
public record SignedHead(ReceiptChain chain, Signature signature) {
    /**
     * Reads a head as a gateway serves it.
     *
     * @throws IllegalArgumentException for anything but a head
     */
    public static SignedHead read(JsonNode json) {
        try {
            var chain = new ReceiptChain(
                    Hash32.of(json.required("channelId").asString()),
                    json.required("seq").asLong(),
                    new BigInteger(json.required("spent").asString()),
                    Hash32.of(json.required("value").asString()));
            return new SignedHead(
                    chain, Signature.of(Bytes.parse(json.required("signature").asString())));
        } catch (JacksonException e) {
            throw new IllegalArgumentException("not a head: " + e.getMessage(), e);
        }
    }
}
