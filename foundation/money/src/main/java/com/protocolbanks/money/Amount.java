package com.protocolbanks.money;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;

/**
 * A whole number of an asset's smallest units; never negative.
 *
 * <p>Arithmetic between different assets throws, and so does a subtraction below zero.
 *
 * @param asset what is counted
 * @param units how many of its smallest units, 0 or more
 */
public record Amount(Asset asset, BigInteger units) implements Comparable<Amount> {
    public Amount {
        if (units.signum() < 0) {
            throw new IllegalArgumentException("an amount is never negative: " + units);
        }
    }

    public static Amount zero(Asset asset) {
        return new Amount(asset, BigInteger.ZERO);
    }

    /** The amount of a decimal number; throws {@link ArithmeticException} when the asset cannot express it exactly. */
    public static Amount exactly(Asset asset, BigDecimal value) {
        return new Amount(asset, value.movePointRight(asset.decimals()).toBigIntegerExact());
    }

    /** The largest amount not above the decimal number. */
    public static Amount floor(Asset asset, BigDecimal value) {
        return new Amount(
                asset,
                value.movePointRight(asset.decimals())
                        .setScale(0, RoundingMode.FLOOR)
                        .toBigIntegerExact());
    }

    public Amount plus(Amount other) {
        return new Amount(same(other), units.add(other.units));
    }

    public Amount minus(Amount other) {
        return new Amount(same(other), units.subtract(other.units));
    }

    public boolean isZero() {
        return units.signum() == 0;
    }

    /** The amount as a decimal number with exactly {@link Asset#decimals()} digits after the point. */
    public BigDecimal decimal() {
        return new BigDecimal(units, asset.decimals());
    }

    @Override
    public int compareTo(Amount other) {
        same(other);
        return units.compareTo(other.units);
    }

    @Override
    public String toString() {
        return decimal().toPlainString() + " " + asset.symbol();
    }

    private Asset same(Amount other) {
        if (!asset.equals(other.asset)) {
            throw new IllegalArgumentException("different assets: " + asset + " and " + other.asset);
        }
        return asset;
    }
}
