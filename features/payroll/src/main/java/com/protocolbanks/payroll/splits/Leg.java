package com.protocolbanks.payroll.splits;

import com.protocolbanks.money.Amount;
import com.protocolbanks.money.Asset;
import java.math.BigInteger;

/**
 * One part of a person's amount on one rail.
 *
 * @param units in the asset's smallest unit, above zero
 */
public record Leg(Rail rail, Asset asset, BigInteger units) {
    public Leg {
        if (units.signum() <= 0) {
            throw new IllegalArgumentException("a leg is above zero: " + units);
        }
    }

    public Amount amount() {
        return new Amount(asset, units);
    }
}
