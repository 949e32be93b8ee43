package com.protocolbanks.money;

import java.util.Locale;

/**
 * A token or a currency, and how finely it divides.
 *
 * @param symbol the name people use, upper case, 1 to 12 letters or digits, for example {@code USDT}
 * @param decimals digits after the point of one unit, 0 to 18
 * @param unit the unit of account it is worth one of, for example {@code USD}
 */
public record Asset(String symbol, int decimals, String unit) {
    public Asset {
        if (!symbol.matches("[A-Z0-9]{1,12}")) {
            throw new IllegalArgumentException("symbol must be 1 to 12 upper-case letters or digits: " + symbol);
        }
        if (decimals < 0 || decimals > 18) {
            throw new IllegalArgumentException("decimals must be 0 to 18: " + decimals);
        }
        if (!unit.equals(unit.toUpperCase(Locale.ROOT))) {
            throw new IllegalArgumentException("unit must be upper case: " + unit);
        }
    }
}
