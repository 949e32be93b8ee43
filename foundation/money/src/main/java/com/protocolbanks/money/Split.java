package com.protocolbanks.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Divides one decimal amount over several assets by percentages, to the last smallest unit.
 *
 * <p>Every share is first cut down to its asset's decimals. What is left goes, one smallest unit at a time, to the
 * shares with the finest decimals; among those to the largest remainder first, equal remainders by key name.
 */
public final class Split {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    private Split() {}

    /**
     * A percentage of the whole, and the asset it is paid in.
     *
     * @param key unique among its fellows; decides between equal remainders
     * @param percent above 0, at most 100
     */
    public record Share(String key, BigDecimal percent, Asset asset) {
        public Share {
            if (percent.signum() <= 0) {
                throw new IllegalArgumentException("a share is above zero: " + key + " " + percent);
            }
        }
    }

    /** What one share receives; may be zero. */
    public record Part(String key, Amount amount) {}

    /**
     * The parts in the order of the shares, adding up to the total exactly; empty when the finest asset is too coarse
     * for what is left.
     *
     * @param total zero or more
     * @throws IllegalArgumentException unless the percentages add up to exactly 100
     */
    public static Optional<List<Part>> of(BigDecimal total, List<Share> shares) {
        BigDecimal sum = shares.stream().map(Share::percent).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (sum.compareTo(HUNDRED) != 0 || total.signum() < 0) {
            throw new IllegalArgumentException("shares of " + sum + " % of " + total);
        }
        List<Cut> cuts = shares.stream().map(share -> Cut.of(total, share)).toList();
        BigDecimal given = cuts.stream().map(Cut::decimal).reduce(BigDecimal.ZERO, BigDecimal::add);
        int finest = shares.stream()
                .mapToInt(share -> share.asset().decimals())
                .max()
                .orElseThrow();
        BigDecimal steps = total.subtract(given).movePointRight(finest);
        if (steps.stripTrailingZeros().scale() > 0) {
            return Optional.empty();
        }
        List<String> receivers = cuts.stream()
                .filter(cut -> cut.share.asset().decimals() == finest)
                .sorted(Comparator.comparing(Cut::remainder).reversed().thenComparing(cut -> cut.share.key()))
                .map(cut -> cut.share.key())
                .toList();
        BigInteger[] rounds = steps.toBigIntegerExact().divideAndRemainder(BigInteger.valueOf(receivers.size()));
        List<Part> parts = new ArrayList<>(cuts.size());
        for (Cut cut : cuts) {
            int place = receivers.indexOf(cut.share.key());
            BigInteger extra = place < 0
                    ? BigInteger.ZERO
                    : rounds[0].add(place < rounds[1].intValueExact() ? BigInteger.ONE : BigInteger.ZERO);
            parts.add(new Part(cut.share.key(), new Amount(cut.share.asset(), cut.units.add(extra))));
        }
        return Optional.of(List.copyOf(parts));
    }

    /** A share cut down to whole smallest units, and the decimal rest of it. */
    private record Cut(Share share, BigInteger units, BigDecimal remainder) {
        static Cut of(BigDecimal total, Share share) {
            BigDecimal exact = total.multiply(share.percent).movePointLeft(2);
            BigDecimal cut = exact.setScale(share.asset.decimals(), RoundingMode.DOWN);
            return new Cut(share, cut.unscaledValue(), exact.subtract(cut));
        }

        BigDecimal decimal() {
            return new BigDecimal(units, share.asset.decimals());
        }
    }
}
