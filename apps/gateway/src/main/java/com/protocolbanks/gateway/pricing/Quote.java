package com.protocolbanks.gateway.pricing;

import com.protocolbanks.billing.prices.ModelPrice;
import com.protocolbanks.gateway.surfaces.Demand;
import com.protocolbanks.gateway.upstream.Target;
import com.protocolbanks.x402.receipts.Usage;
import java.math.BigInteger;

/**
 * A request with its price.
 *
 * @param priceVersion of the book the price is from
 * @param route the price book's name of what is called
 */
public record Quote(int priceVersion, String route, Target target, ModelPrice price, Demand.Priced demand) {
    /** Bytes of text that count as one token where an upstream ended without a report. */
    private static final int BYTES_PER_TOKEN = 4;

    /** The output tokens allowed per answer: what is asked for, at most what the model writes. */
    public long maxOutput() {
        long each = demand.wantedOutput() / demand.answers();
        return each == 0 ? price.maxOutputTokens() : Math.min(each, price.maxOutputTokens());
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

    private static long tokens(long bytes) {
        return Math.ceilDiv(bytes, BYTES_PER_TOKEN);
    }
}
