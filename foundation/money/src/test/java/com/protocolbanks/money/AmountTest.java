package com.protocolbanks.money;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.math.BigInteger;
import org.junit.jupiter.api.Test;

class AmountTest {
    private static final Asset USDC = new Asset("USDC", 6, "USD");

    @Test
    void decimalTextBecomesSmallestUnits() {
        assertThat(Amount.exactly(USDC, new BigDecimal("12.5")).units()).isEqualTo(BigInteger.valueOf(12_500_000));
        assertThat(Amount.exactly(USDC, new BigDecimal("12.5"))).hasToString("12.500000 USDC");
    }

    @Test
    void whatTheAssetCannotExpressIsRefused() {
        assertThatThrownBy(() -> Amount.exactly(USDC, new BigDecimal("0.0000001")))
                .isInstanceOf(ArithmeticException.class);
    }

    @Test
    void amountsOfDifferentAssetsDoNotMix() {
        var other = Amount.zero(new Asset("USDT", 6, "USD"));
        assertThatThrownBy(() -> Amount.zero(USDC).plus(other)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void nothingGoesBelowZero() {
        var one = new Amount(USDC, BigInteger.ONE);
        assertThatThrownBy(() -> Amount.zero(USDC).minus(one)).isInstanceOf(IllegalArgumentException.class);
    }
}
