package com.protocolbanks.billing.risk;

import static com.protocolbanks.database.generated.Tables.RISK_RULES;

import com.protocolbanks.billing.keys.KeySwitch;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.database.Database;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** An organization's rules, as data: who set one and when stays, also after it is removed. */
public final class RiskRules {
    /** What {@code numeric(20,8)} holds before the point. */
    private static final BigDecimal BOUND = BigDecimal.TEN.pow(12);

    private static final int DIGITS = 8;

    private final Database database;
    private final SessionKeys keys;
    private final KeySwitch keySwitch;
    private final Clock clock;
    private final Supplier<UUID> ids;

    /** @param database opened with the access layer's role */
    public RiskRules(Database database, SessionKeys keys, KeySwitch keySwitch, Clock clock, Supplier<UUID> ids) {
        this.database = database;
        this.keys = keys;
        this.keySwitch = keySwitch;
        this.clock = clock;
        this.ids = ids;
    }

    /** What came of setting a rule. */
    public sealed interface Added {
        record Now(RiskRule rule) implements Added {}

        /** The organization has no such key. */
        record UnknownKey() implements Added {}

        /** {@code most} is below 0, above 10^12, or finer than 8 digits; a number of requests or countries is whole. */
        record OutOfRange() implements Added {}
    }

    /**
     * Adds a rule, unless its bound is of no use.
     *
     * @param keyId the one key it is for; empty for all
     */
    public Added add(UUID orgId, Optional<UUID> keyId, RiskRule.Kind kind, BigDecimal most, String actor) {
        int digits = switch (kind) {
            case REQUESTS_PER_MINUTE, COUNTRIES -> 0;
            case SPEND_PER_MINUTE, SPEND_PER_DAY, MODEL_PRICE -> DIGITS;
        };
        if (most.signum() < 0
                || most.compareTo(BOUND) >= 0
                || most.stripTrailingZeros().scale() > digits) {
            return new Added.OutOfRange();
        }
        if (keyId.isPresent() && keys.find(orgId, keyId.get()).isEmpty()) {
            return new Added.UnknownKey();
        }
        var rule = new RiskRule(ids.get(), keyId, kind, most, actor, clock.instant());
        database.inOrganization(
                orgId,
                dsl -> dsl.insertInto(RISK_RULES)
                        .set(RISK_RULES.ID, rule.id())
                        .set(RISK_RULES.ORG_ID, orgId)
                        .set(RISK_RULES.KEY_ID, keyId.orElse(null))
                        .set(RISK_RULES.KIND, kind.name())
                        .set(RISK_RULES.MOST, most)
                        .set(RISK_RULES.ACTOR, actor)
                        .set(RISK_RULES.CREATED_AT, rule.createdAt().atOffset(ZoneOffset.UTC))
                        .execute());
        publish(orgId);
        return new Added.Now(rule);
    }

    /** The oldest first. */
    public List<RiskRule> list(UUID orgId) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(RISK_RULES)
                        .where(RISK_RULES.ORG_ID.eq(orgId), RISK_RULES.REMOVED_AT.isNull())
                        .orderBy(RISK_RULES.CREATED_AT, RISK_RULES.ID)
                        .fetch(row -> new RiskRule(
                                row.getId(),
                                Optional.ofNullable(row.getKeyId()),
                                RiskRule.Kind.valueOf(row.getKind()),
                                row.getMost(),
                                row.getActor(),
                                row.getCreatedAt().toInstant())));
    }

    /** Ends a rule; false when the organization has none of that id. */
    public boolean remove(UUID orgId, UUID id) {
        int removed = database.inOrganization(
                orgId,
                dsl -> dsl.update(RISK_RULES)
                        .set(RISK_RULES.REMOVED_AT, clock.instant().atOffset(ZoneOffset.UTC))
                        .where(RISK_RULES.ID.eq(id), RISK_RULES.ORG_ID.eq(orgId), RISK_RULES.REMOVED_AT.isNull())
                        .execute());
        publish(orgId);
        return removed > 0;
    }

    private void publish(UUID orgId) {
        for (SessionKey key : keys.list(orgId)) {
            keySwitch.publish(key);
        }
    }
}
