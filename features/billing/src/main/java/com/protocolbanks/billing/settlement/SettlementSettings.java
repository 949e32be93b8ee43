package com.protocolbanks.billing.settlement;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * When usage is claimed by itself.
 *
 * @param threshold in the token: what is unclaimed of a channel is due from there on
 * @param age how long anything may stay unclaimed
 * @param rows channels in one transaction at most
 * @param failedPause how long a channel whose claim was refused is left alone
 */
public record SettlementSettings(BigDecimal threshold, Duration age, int rows, Duration failedPause) {
    /** From 10 of the token, or after a day. */
    public static final SettlementSettings USUAL =
            new SettlementSettings(BigDecimal.TEN, Duration.ofDays(1), 50, Duration.ofMinutes(10));
}
