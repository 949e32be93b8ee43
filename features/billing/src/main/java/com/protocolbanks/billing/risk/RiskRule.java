package com.protocolbanks.billing.risk;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * A rule of an organization: a key that goes beyond it is frozen.
 *
 * @param keyId the one key it is for; empty for all
 * @param most a number of requests or countries, an amount of the key's token, or a price
 */
public record RiskRule(UUID id, Optional<UUID> keyId, Kind kind, BigDecimal most, String actor, Instant createdAt) {
    /** What is counted. */
    public enum Kind {
        /** In a minute of the clock; the gateway also refuses what is beyond it at once. */
        REQUESTS_PER_MINUTE,
        /** In a minute of the clock. */
        SPEND_PER_MINUTE,
        /** In the last 24 hours. */
        SPEND_PER_DAY,
        /** The tier of a model: what a million of its output tokens cost, in the price book's unit. A dearer one is beyond it. */
        MODEL_PRICE,
        /** From how many countries a key is used, as the proxy before the gateway says; with 1 a second one is beyond it. */
        COUNTRIES
    }
}
