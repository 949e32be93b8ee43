package com.protocolbanks.x402.receipts;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;

/**
 * What was charged for one request, and why; everything of a receipt but its place in the channel.
 *
 * @param requestId the request's own id, or the one the gateway gave it
 * @param at when it was settled, in whole milliseconds
 * @param route the price book's name of what was called
 * @param model the model, or empty
 * @param requestDigest SHA-256 of the request's body
 * @param responseDigest SHA-256 of the answer's body as it was delivered; zero when nothing was
 * @param priceVersion of the price book
 * @param held the most it could have cost when it was admitted, in the token's smallest unit
 * @param charged what it cost, at most what was held
 * @param shortfall what the real cost was above that, at the gateway's expense
 */
public record ReceiptBody(
        Hash32 channelId,
        String requestId,
        Instant at,
        String route,
        String model,
        Hash32 requestDigest,
        Hash32 responseDigest,
        Usage usage,
        int priceVersion,
        BigInteger held,
        BigInteger charged,
        BigInteger shortfall,
        Outcome outcome) {
    private static final NameHashes NAMES = new NameHashes();

    /** @throws IllegalArgumentException when more is charged than was held, or a figure is below 0 */
    public ReceiptBody {
        if (charged.signum() < 0 || shortfall.signum() < 0 || charged.compareTo(held) > 0) {
            throw new IllegalArgumentException("charged " + charged + " is not between 0 and the held " + held);
        }
    }

    /** The Keccak-256 of the fields as ABI words in their order; texts and the outcome's name stand as their hashes. */
    public Hash32 digest() {
        return Keccak.hash(new AbiWriter()
                .word(channelId)
                .word(Keccak.hash(requestId.getBytes(StandardCharsets.UTF_8)))
                .uint(64, at.toEpochMilli())
                .word(NAMES.of(route))
                .word(NAMES.of(model))
                .word(requestDigest)
                .word(responseDigest)
                .uint(64, usage.inputTokens())
                .uint(64, usage.cachedTokens())
                .uint(64, usage.outputTokens())
                .uint(64, usage.reasoningTokens())
                .uint(64, usage.units())
                .uint(32, priceVersion)
                .uint(128, held)
                .uint(128, charged)
                .uint(128, shortfall)
                .word(NAMES.of(outcome.name()))
                .toBytes());
    }
}
