package com.protocolbanks.sending;

import java.math.BigInteger;
import java.time.Duration;

/**
 * How patient and how cautious sending is.
 *
 * @param pollEvery how often receipts are asked for
 * @param confirmations how many blocks deep a receipt counts; 1 is the newest block
 * @param pace when bytes are sent again
 * @param patience when a missing thing is given up
 * @param feeCeiling wei per gas; no transaction ever offers more
 */
public record SendingSettings(
        Duration pollEvery, int confirmations, Pace pace, Patience patience, BigInteger feeCeiling) {
    /**
     * When the same bytes are sent again.
     *
     * @param retryAfter after an unclear answer; doubles up to 64 times as long
     * @param resendAfter after the endpoint took it; doubles up to 32 times as long
     * @param sendsPerHour for one nonce
     */
    public record Pace(Duration retryAfter, Duration resendAfter, int sendsPerHour) {}

    /**
     * How long something may be missing.
     *
     * @param replaceAfter how long the lowest waiting nonce waits before it offers more, where the chain replaces
     * @param displacedAfter how long after its nonce was seen consumed a transaction's receipt may stay missing
     * @param reorgWindow how many blocks below a dropped one are looked at again
     */
    public record Patience(Duration replaceAfter, Duration displacedAfter, long reorgWindow) {}

    public SendingSettings {
        if (confirmations < 1) {
            throw new IllegalArgumentException("a receipt is at least one block deep: " + confirmations);
        }
    }

    /** For ZetaChain: final with its block, at most 1,000 gwei. */
    public static SendingSettings forCosmosEvm() {
        return new SendingSettings(
                Duration.ofMillis(500),
                1,
                new Pace(Duration.ofSeconds(1), Duration.ofSeconds(10), 60),
                new Patience(Duration.ofMinutes(2), Duration.ofSeconds(30), 64),
                BigInteger.valueOf(1_000_000_000_000L));
    }

    public SendingSettings withConfirmations(int blocks) {
        return new SendingSettings(pollEvery, blocks, pace, patience, feeCeiling);
    }
}
