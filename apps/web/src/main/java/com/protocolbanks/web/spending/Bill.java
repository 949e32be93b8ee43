package com.protocolbanks.web.spending;

import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.billing.prices.ModelPrice;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Stream;

/**
 * A receipt's charge worked out again from its prices and counts.
 *
 * @param lines what was counted and what it costs; the ones that count nothing are left out
 * @param sum of the lines, exactly
 * @param rounded up to the token's smallest unit
 */
public record Bill(List<Line> lines, BigDecimal sum, BigDecimal rounded) {
    private static final BigDecimal MILLION = BigDecimal.valueOf(1_000_000);

    /**
     * One kind of usage.
     *
     * @param kind the name of its words
     * @param price of one request or unit, or of a million tokens
     */
    public record Line(String kind, long count, BigDecimal price, BigDecimal cost) {}

    static Bill of(ModelPrice price, UsageReceipt receipt, BillingToken token) {
        var usage = receipt.body().usage();
        var lines = Stream.of(
                        each("request", 1, price.perRequest()),
                        tokens("input", usage.inputTokens() - usage.cachedTokens(), price.perMillionInput()),
                        tokens("cached", usage.cachedTokens(), price.perMillionCached()),
                        tokens("output", usage.outputTokens() - usage.reasoningTokens(), price.perMillionOutput()),
                        tokens("reasoning", usage.reasoningTokens(), price.perMillionReasoning()),
                        each("unit", usage.units(), price.perUnit()))
                .filter(line -> line.count() > 0 && line.price().signum() > 0)
                .toList();
        var sum = lines.stream().map(Line::cost).reduce(BigDecimal.ZERO, BigDecimal::add);
        return new Bill(lines, sum, token.decimal(price.charge(usage, token.decimals())));
    }

    private static Line each(String kind, long count, BigDecimal price) {
        return new Line(kind, count, price, price.multiply(BigDecimal.valueOf(count)));
    }

    private static Line tokens(String kind, long count, BigDecimal perMillion) {
        return new Line(
                kind,
                count,
                perMillion,
                perMillion.multiply(BigDecimal.valueOf(count)).divide(MILLION));
    }
}
