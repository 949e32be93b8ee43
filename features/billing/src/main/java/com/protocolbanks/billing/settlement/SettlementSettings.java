package com.protocolbanks.billing.settlement;

import java.math.BigDecimal;
import java.time.Duration;

/**
 * When usage is claimed by itself.
 *
 * @param threshold in the token: what is unclaimed of a channel is due from there on
 * @param age how long anything may stay unclaimed
 * @param dust in the token: what is unclaimed of a channel and less than this is left alone when the worker ends, because
 *     claiming it would cost gas at each restart; the other triggers claim it in their time
 * @param rows channels in one transaction at most
 * @param failedPause how long a channel whose claim was refused is left alone
 */
public record SettlementSettings(BigDecimal threshold, Duration age, BigDecimal dust, int rows, Duration failedPause) {
    /** From 10 of the token, or after a day; from a tenth of it when the worker ends. */
    public static final SettlementSettings USUAL = new SettlementSettings(
            BigDecimal.TEN, Duration.ofDays(1), new BigDecimal("0.10"), 50, Duration.ofMinutes(10));
}
