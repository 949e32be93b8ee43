package com.protocolbanks.billing.prices;

import com.protocolbanks.x402.receipts.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.List;

/**
 * What one request to a model or a plain route costs, in the price book's unit of account.
 *
 * @param perRequest for every request that was admitted
 * @param perMillionInput input tokens that were not read from a cache
 * @param perMillionCached input tokens that were
 * @param perMillionOutput output tokens that were not spent on reasoning
 * @param perMillionReasoning output tokens that were
 * @param perUnit what a route without tokens counts
 * @param maxOutputTokens the most the model writes in one answer; 0 for a route without tokens
 */
public record ModelPrice(
        BigDecimal perRequest,
        BigDecimal perMillionInput,
        BigDecimal perMillionCached,
        BigDecimal perMillionOutput,
        BigDecimal perMillionReasoning,
        BigDecimal perUnit,
        long maxOutputTokens) {
    private static final int MILLION = 6;

    /** @throws IllegalArgumentException below 0 */
    public ModelPrice {
        if (maxOutputTokens < 0
                || List.of(
                                perRequest,
                                perMillionInput,
                                perMillionCached,
                                perMillionOutput,
                                perMillionReasoning,
                                perUnit)
                        .stream()
                        .anyMatch(price -> price.signum() < 0)) {
            throw new IllegalArgumentException("a price is 0 or more");
        }
    }

    /** A price per request and nothing else. */
    public static ModelPrice perRequest(BigDecimal price) {
        BigDecimal none = BigDecimal.ZERO;
        return new ModelPrice(price, none, none, none, none, none, 0);
    }

    /** Whether the cost is known before the request is made. */
    public boolean isFixed() {
        return perMillionInput.signum() == 0
                && perMillionCached.signum() == 0
                && perMillionOutput.signum() == 0
                && perMillionReasoning.signum() == 0
                && perUnit.signum() == 0;
    }

    /**
     * The cost of that usage in smallest units of a token of that many decimals, rounded up once.
     *
     * @param decimals of a token that is worth one unit of account
     */
    public BigInteger charge(Usage usage, int decimals) {
        return roundedUp(
                perRequest
                        .add(tokens(perMillionInput, usage.inputTokens() - usage.cachedTokens()))
                        .add(tokens(perMillionCached, usage.cachedTokens()))
                        .add(tokens(perMillionOutput, usage.outputTokens() - usage.reasoningTokens()))
                        .add(tokens(perMillionReasoning, usage.reasoningTokens()))
                        .add(perUnit.multiply(BigDecimal.valueOf(usage.units()))),
                decimals);
    }

    /** {@link #bound(long, long, long, int)} for one unit. */
    public BigInteger bound(long inputUpperBound, long maxOutput, int decimals) {
        return bound(inputUpperBound, maxOutput, 1, decimals);
    }

    /**
     * The most a request can cost whose usage stays within these counts: no {@link #charge} of such usage is above it.
     *
     * @param inputUpperBound of the input tokens; the bytes of a text are never fewer
     * @param maxOutput output tokens, reasoning included
     * @param maxUnits what a route without tokens counts
     */
    public BigInteger bound(long inputUpperBound, long maxOutput, long maxUnits, int decimals) {
        return roundedUp(
                perRequest
                        .add(tokens(perMillionInput.max(perMillionCached), inputUpperBound))
                        .add(tokens(perMillionOutput.max(perMillionReasoning), maxOutput))
                        .add(perUnit.multiply(BigDecimal.valueOf(maxUnits))),
                decimals);
    }

    private static BigDecimal tokens(BigDecimal perMillion, long count) {
        return perMillion.multiply(BigDecimal.valueOf(count)).movePointLeft(MILLION);
    }

    private static BigInteger roundedUp(BigDecimal cost, int decimals) {
        return cost.setScale(decimals, RoundingMode.CEILING).unscaledValue();
    }
}
