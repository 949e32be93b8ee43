package com.protocolbanks.gateway.pricing;

import com.protocolbanks.billing.prices.ModelPrice;
import com.protocolbanks.gateway.surfaces.Demand;
import com.protocolbanks.gateway.upstream.Target;
import com.protocolbanks.x402.receipts.Usage;
import java.math.BigInteger;
import java.util.Optional;

/**
 * A request with its price.
 *
 * @param priceVersion of the book the price is from
 * @param route the price book's name of what is called
 * @param outputLimit output tokens per answer that the money allows
 */
public record Quote(
        int priceVersion, String route, Target target, ModelPrice price, Demand.Priced demand, long outputLimit) {
    /** An answer shorter than that is not worth what its question costs. */
    private static final long SHORTEST_OUTPUT = 16;

    /** Bytes of text that count as one token where an upstream ended without a report. */
    private static final int BYTES_PER_TOKEN = 4;

    private static final int LONG_TOKEN = 8;

    /** The output tokens allowed per answer: what is asked for, at most what the model writes. */
    public long maxOutput() {
        long each = demand.wantedOutput() / demand.answers();
        return Math.min(outputLimit, each == 0 ? price.maxOutputTokens() : Math.min(each, price.maxOutputTokens()));
    }

    /** The same request with fewer output tokens, so that it fits into what is left; empty when too few would fit. */
    public Optional<Quote> within(BigInteger left, int decimals) {
        long fits = 0;
        long tooMany = maxOutput();
        while (tooMany - fits > 1) {
            long middle = fits + (tooMany - fits) / 2;
            if (limitedTo(middle).bound(decimals).compareTo(left) <= 0) {
                fits = middle;
            } else {
                tooMany = middle;
            }
        }
        return fits < SHORTEST_OUTPUT ? Optional.empty() : Optional.of(limitedTo(fits));
    }

    private Quote limitedTo(long output) {
        return new Quote(priceVersion, route, target, price, demand, output);
    }

    /** The most it can cost, in the smallest unit of a token of that many decimals. */
    public BigInteger bound(int decimals) {
        return price.bound(demand.inputBytes(), Math.multiplyExact(maxOutput(), demand.answers()), decimals);
    }

    /** The body to be passed on. */
    public byte[] body() {
        return demand.body().apply(maxOutput());
    }

    /** What it cost. */
    public BigInteger charge(Usage usage, int decimals) {
        return price.charge(usage, decimals);
    }

    /** The usage of an answer that ended without a report: its input, and so much text as was delivered. */
    public Usage estimate(long textBytes) {
        return price.isFixed()
                ? new Usage(0, 0, 0, 0, 1)
                : new Usage(tokens(demand.inputBytes()), 0, tokens(textBytes), 0, 0);
    }

    /**
     * The usage of a request whose end nobody sees, as its gateway is gone: of its answer what was passed on, in tokens longer
     * than most. Nobody can be asked any more what it really was, so the payer has the benefit of the doubt.
     */
    public Usage atLeast(long textBytes) {
        return price.isFixed() ? new Usage(0, 0, 0, 0, 1) : new Usage(0, 0, Math.max(1, textBytes / LONG_TOKEN), 0, 0);
    }

    private static long tokens(long bytes) {
        return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
    }
}
