package com.protocolbanks.web.spending;

import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.web.screens.StatusWord;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.time.Instant;

/**
 * A session key as the pages show it.
 *
 * @param percent of the limit that is used, 0 to 100, rounded up so that only an untouched key shows 0
 */
public record KeyCard(SessionKey key, StatusWord status, int percent) {
    private static final BigDecimal HUNDRED = BigDecimal.valueOf(100);

    static KeyCard of(SessionKey key, Instant now) {
        return new KeyCard(key, word(key, now), percent(key.used(), key.limit()));
    }

    private static StatusWord word(SessionKey key, Instant now) {
        if (key.frozen()) {
            return new StatusWord("bad", "alert-triangle", key.reason() == FreezeReason.STOLEN ? "stolen" : "frozen");
        }
        if (!key.expiresAt().isAfter(now)) {
            return new StatusWord("wait", "circle-x", "keyExpired");
        }
        return key.left().signum() == 0
                ? new StatusWord("warn", "clock", "usedUp")
                : new StatusWord("good", "circle-check", "usable");
    }

    /** How far a claim on chain is. */
    public static StatusWord word(Receipts.Claim claim) {
        return switch (claim.state()) {
            case "FINAL" -> new StatusWord("good", "circle-check", "final");
            case "FAILED" -> new StatusWord("bad", "alert-triangle", "attention");
            default -> new StatusWord("busy", "send", "sending");
        };
    }

    private static int percent(BigInteger used, BigInteger limit) {
        return new BigDecimal(used)
                .multiply(HUNDRED)
                .divide(new BigDecimal(limit), 0, RoundingMode.CEILING)
                .min(HUNDRED)
                .intValueExact();
    }

    /** What is used of the limit, as a number in the token. */
    public BigDecimal used() {
        return key.token().decimal(key.used());
    }

    public BigDecimal limit() {
        return key.token().decimal(key.limit());
    }

    public BigDecimal left() {
        return key.token().decimal(key.left());
    }
}
