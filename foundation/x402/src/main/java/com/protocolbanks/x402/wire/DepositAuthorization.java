package com.protocolbanks.x402.wire;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import tools.jackson.databind.node.ObjectNode;

/** The payer's signed word that the collector may take the deposit from the token. */
public sealed interface DepositAuthorization {
    /**
     * ERC-3009 {@code receiveWithAuthorization} to the collector; its nonce is made of the channel's id and the salt.
     *
     * @param validAfter seconds of Unix time
     * @param validBefore seconds of Unix time
     */
    record Erc3009(BigInteger validAfter, BigInteger validBefore, Hash32 salt, Signed signature)
            implements DepositAuthorization {}

    /**
     * Permit2 {@code permitWitnessTransferFrom}; the witness is the channel's id.
     *
     * @param deadline seconds of Unix time
     */
    record Permit2(
            Address from,
            Address token,
            BigInteger amount,
            Address spender,
            BigInteger nonce,
            BigInteger deadline,
            Hash32 channelId,
            Signed signature)
            implements DepositAuthorization {}

    /** A signature as text, so that two of one content are equal: 0x and hex. */
    record Signed(String hex) {
        /** @throws IllegalArgumentException for anything else */
        public Signed {
            Bytes.parse(hex);
        }

        public byte[] bytes() {
            return Bytes.parse(hex);
        }
    }

    /** The object that is sent as {@code authorization}. */
    default ObjectNode toJson() {
        var json = PaymentHeaders.object();
        switch (this) {
            case Erc3009 its ->
                json.putObject("erc3009Authorization")
                        .put("validAfter", its.validAfter.toString())
                        .put("validBefore", its.validBefore.toString())
                        .put("salt", its.salt.hex())
                        .put("signature", its.signature.hex);
            case Permit2 its -> {
                var permit = json.putObject("permit2Authorization").put("from", its.from.toString());
                permit.putObject("permitted").put("token", its.token.toString()).put("amount", its.amount.toString());
                permit.put("spender", its.spender.toString())
                        .put("nonce", its.nonce.toString())
                        .put("deadline", its.deadline.toString());
                permit.putObject("witness").put("channelId", its.channelId.hex());
                permit.put("signature", its.signature.hex);
            }
        }
        return json;
    }

    /**
     * Reads either kind from a deposit's own object.
     *
     * @throws MalformedPayment unless exactly one of the two is there
     */
    static DepositAuthorization read(JsonFields fields) {
        if (fields.has("erc3009Authorization") == fields.has("permit2Authorization")) {
            throw fields.refused("erc3009Authorization", "or permit2Authorization is asked for, exactly one");
        }
        return fields.has("erc3009Authorization")
                ? erc3009(fields.object("erc3009Authorization"))
                : permit2(fields.object("permit2Authorization"));
    }

    private static Erc3009 erc3009(JsonFields fields) {
        return new Erc3009(
                fields.amount("validAfter"),
                fields.amount("validBefore"),
                fields.hash("salt"),
                new Signed(Bytes.hex(fields.bytes("signature"))));
    }

    private static Permit2 permit2(JsonFields fields) {
        return new Permit2(
                fields.address("from"),
                fields.object("permitted").address("token"),
                fields.object("permitted").amount("amount"),
                fields.address("spender"),
                fields.amount("nonce"),
                fields.amount("deadline"),
                fields.object("witness").hash("channelId"),
                new Signed(Bytes.hex(fields.bytes("signature"))));
    }
}
