package com.protocolbanks.money;

import static org.assertj.core.api.Assertions.assertThat;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.Size;

class SplitProperties {
    @Property
    void partsAddUpExactlyOrNothingIsSplit(
            @ForAll @BigRange(min = "0", max = "99999999999999999999") BigInteger units,
            @ForAll("shares") List<Split.Share> shares) {
        BigDecimal total = new BigDecimal(units, 8);
        Optional<List<Split.Part>> parts = Split.of(total, shares);
        int finest = shares.stream()
                .mapToInt(share -> share.asset().decimals())
                .max()
                .orElseThrow();
        assertThat(parts.isPresent()).isEqualTo(total.stripTrailingZeros().scale() <= finest);
        parts.ifPresent(list -> assertThat(sum(list)).isEqualByComparingTo(total));
    }

    @Property
    void noPartIsFurtherFromItsShareThanTheRoundingOfAllOthers(
            @ForAll @BigRange(min = "0", max = "99999999999999999999") BigInteger units,
            @ForAll("shares") List<Split.Share> shares) {
        BigDecimal total = new BigDecimal(units, 8);
        BigDecimal room = shares.stream()
                .map(share -> BigDecimal.ONE.movePointLeft(share.asset().decimals()))
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        Split.of(total, shares).ifPresent(parts -> {
            for (int i = 0; i < parts.size(); i++) {
                BigDecimal exact = total.multiply(shares.get(i).percent()).movePointLeft(2);
                assertThat(parts.get(i).amount().decimal().subtract(exact).abs())
                        .isLessThanOrEqualTo(room);
            }
        });
    }

    @Property
    void theOrderOfTheSharesChangesNoPart(
            @ForAll @BigRange(min = "0", max = "99999999999999999999") BigInteger units,
            @ForAll("shares") List<Split.Share> shares,
            @ForAll Random random) {
        List<Split.Share> shuffled = new ArrayList<>(shares);
        Collections.shuffle(shuffled, random);
        BigDecimal total = new BigDecimal(units, 8);
        assertThat(Split.of(total, shuffled).map(SplitProperties::byKey))
                .isEqualTo(Split.of(total, shares).map(SplitProperties::byKey));
    }

    private static List<Split.Part> byKey(List<Split.Part> parts) {
        return parts.stream()
                .sorted(java.util.Comparator.comparing(Split.Part::key))
                .toList();
    }

    private static BigDecimal sum(List<Split.Part> parts) {
        return parts.stream().map(part -> part.amount().decimal()).reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    @Provide
    Arbitrary<List<Split.Share>> shares() {
        Arbitrary<Integer> weight = Arbitraries.integers().between(1, 1_000_000);
        Arbitrary<Integer> decimals = Arbitraries.of(0, 2, 6, 8, 18);
        return Arbitraries.integers()
                .between(1, 5)
                .flatMap(count -> weight.list()
                        .ofSize(count)
                        .flatMap(weights -> decimals.list().ofSize(count).map(scales -> shares(weights, scales))));
    }

    /** Percentages of four decimals in the ratio of the weights, the last taking what is left. */
    private static List<Split.Share> shares(List<Integer> weights, List<Integer> scales) {
        long sum = weights.stream().mapToLong(Integer::longValue).sum();
        long left = 1_000_000;
        List<Split.Share> shares = new ArrayList<>();
        for (int i = 0; i < weights.size(); i++) {
            long points = i == weights.size() - 1 ? left : Math.max(1, weights.get(i) * 900_000L / sum);
            left -= points;
            Asset asset = new Asset("T" + i, scales.get(i), "USD");
            shares.add(new Split.Share("t" + i, BigDecimal.valueOf(points, 4), asset));
        }
        return shares;
    }

    @Property
    void oneShareTakesAll(@ForAll @Size(1) List<@BigRange(min = "0", max = "999999999999") BigInteger> units) {
        Asset asset = new Asset("USDC", 6, "USD");
        BigDecimal total = new BigDecimal(units.getFirst(), 6);
        assertThat(Split.of(total, List.of(new Split.Share("usdc", BigDecimal.valueOf(100), asset))))
                .contains(List.of(new Split.Part("usdc", Amount.exactly(asset, total))));
    }
}
