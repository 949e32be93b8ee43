package com.protocolbanks.payroll.splits;

import java.math.BigDecimal;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * How each amount of a person is divided: percentages by token symbol, and {@code fiat} for the bank.
 *
 * @param percents by lower-case key, each above 0 with at most 8 decimals, adding up to exactly 100
 */
public record PaymentConfig(SortedMap<String, BigDecimal> percents) {
    /** The key of the bank's share. */
    public static final String FIAT = "fiat";

    static final int DECIMALS = 8;
    static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    /** @throws IllegalArgumentException unless the percentages are as described */
    public PaymentConfig {
        SortedMap<String, BigDecimal> kept = new TreeMap<>();
        for (Map.Entry<String, BigDecimal> share : percents.entrySet()) {
            BigDecimal percent = share.getValue().stripTrailingZeros();
            if (!share.getKey().equals(share.getKey().toLowerCase(Locale.ROOT))
                    || percent.signum() <= 0
                    || percent.scale() > DECIMALS) {
                throw new IllegalArgumentException("not a share: " + share);
            }
            kept.put(share.getKey(), percent);
        }
        if (kept.values().stream().reduce(BigDecimal.ZERO, BigDecimal::add).compareTo(HUNDRED) != 0) {
            throw new IllegalArgumentException("shares do not add up to 100: " + kept);
        }
        percents = Collections.unmodifiableSortedMap(kept);
    }

    /** All of it in one token. */
    public static PaymentConfig whole(String symbol) {
        return new PaymentConfig(new TreeMap<>(Map.of(symbol.toLowerCase(Locale.ROOT), HUNDRED)));
    }

    /** Whether some of it goes to the bank. */
    public boolean needsBank() {
        return percents.containsKey(FIAT);
    }

    /** As stored in {@code employees.payment_config}: an object with the keys in order of their names. */
    public String json() {
        return percents.entrySet().stream()
                .map(share -> "\"" + share.getKey() + "\":" + share.getValue().toPlainString())
                .collect(Collectors.joining(",", "{", "}"));
    }
}
