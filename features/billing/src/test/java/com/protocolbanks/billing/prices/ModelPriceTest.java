package com.protocolbanks.billing.prices;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.x402.receipts.Usage;
import java.math.BigDecimal;
import java.math.BigInteger;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.BigRange;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Scale;
import org.junit.jupiter.api.Test;

class ModelPriceTest {
    private static final ModelPrice SMALL = price("0", "0.50", "0.25", "1.50", "3.00", "0");

    @Test
    void aKnownAnswerIsCountedKindByKindAndRoundedUpOnce() {
        // 900 * 0.50 + 100 * 0.25 + 40 * 1.50 + 10 * 3.00 = 565 millionths of 1
        assertThat(SMALL.charge(new Usage(1_000, 100, 50, 10, 0), 6)).isEqualTo(565);
        assertThat(SMALL.charge(new Usage(1_000, 100, 50, 10, 0), 2)).isEqualTo(1);
        assertThat(SMALL.charge(new Usage(1, 1, 0, 0, 0), 6)).isEqualTo(1);
        assertThat(SMALL.charge(Usage.NONE, 6)).isZero();
    }

    @Test
    void aPriceForTheRequestAloneIsKnownBeforehand() {
        ModelPrice cent = ModelPrice.perRequest(new BigDecimal("0.01"));

        assertThat(cent.isFixed()).isTrue();
        assertThat(SMALL.isFixed()).isFalse();
        assertThat(cent.charge(new Usage(5, 0, 5, 0, 1), 6)).isEqualTo(10_000);
        assertThat(cent.bound(1_000_000, 1_000_000, 6)).isEqualTo(10_000);
    }

    @Property
    void noChargeIsAboveItsBound(
            @ForAll @LongRange(min = 0, max = 10_000_000) long input,
            @ForAll @LongRange(min = 0, max = 10_000_000) long output,
            @ForAll @IntRange(min = 0, max = 1_000) int cachedPart,
            @ForAll @IntRange(min = 0, max = 1_000) int reasoningPart,
            @ForAll @BigRange(min = "0", max = "500") @Scale(4) BigDecimal cheap,
            @ForAll @BigRange(min = "0", max = "500") @Scale(4) BigDecimal dear) {
        ModelPrice price = new ModelPrice(cheap, dear, cheap, cheap, dear, BigDecimal.ONE, 1);
        Usage usage = new Usage(input, input * cachedPart / 1_000, output, output * reasoningPart / 1_000, 3);

        assertThat(price.charge(usage, 6)).isLessThanOrEqualTo(price.bound(input, output, 3, 6));
    }

    @Property
    void roundingNeverGivesAwayAndNeverTakesAWholeUnit(
            @ForAll @LongRange(min = 0, max = 1_000_000) long tokens,
            @ForAll @IntRange(min = 0, max = 8) int decimals) {
        BigDecimal exact =
                new BigDecimal("0.37").multiply(BigDecimal.valueOf(tokens)).movePointLeft(6);
        BigInteger charged = price("0", "0.37", "0", "0", "0", "0").charge(new Usage(tokens, 0, 0, 0, 0), decimals);

        BigDecimal over = new BigDecimal(charged, decimals).subtract(exact);
        assertThat(over).isBetween(BigDecimal.ZERO, BigDecimal.ONE.movePointLeft(decimals));
        assertThat(over).isNotEqualByComparingTo(BigDecimal.ONE.movePointLeft(decimals));
    }

    private static ModelPrice price(
            String request, String input, String cached, String output, String reasoning, String unit) {
        return new ModelPrice(
                new BigDecimal(request),
                new BigDecimal(input),
                new BigDecimal(cached),
                new BigDecimal(output),
                new BigDecimal(reasoning),
                new BigDecimal(unit),
                4_096);
    }
}
