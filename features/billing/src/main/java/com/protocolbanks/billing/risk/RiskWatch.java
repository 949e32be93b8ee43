package com.protocolbanks.billing.risk;

import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Freezes keys that go beyond a rule, by what the minute sync and the gateways have stored. What was used before a member ended the last
 * freeze does not count again.
 */
public final class RiskWatch {
    /** Minutes looked back: a receipt may be a sync or two late. */
    private static final Duration RECENT = Duration.ofMinutes(5);

    private static final Duration DAY = Duration.ofDays(1);

    /** Each key with the rules it is under, and when a member last freed it; the first rule that is broken counts. */
    private static final String KEYS_UNDER_RULES = """
            select distinct on (k.id) k.org_id, k.id, r.id
            from risk_rules r
            join session_keys k on k.org_id = r.org_id and (r.key_id is null or r.key_id = k.id)
            cross join lateral (
                select coalesce(max(e.at), '-infinity') as at from session_key_events e
                where e.key_id = k.id and e.type = 'UNFROZEN') freed
            """;

    private final Database database;
    private final SessionKeys keys;
    private final Clock clock;

    /** @param database opened with the worker's role */
    public RiskWatch(Database database, SessionKeys keys, Clock clock) {
        this.database = database;
        this.keys = keys;
        this.clock = clock;
    }

    private record Beyond(UUID orgId, UUID keyId, UUID ruleId) {}

    /** Looks once; answers how many keys were frozen. */
    public int round() {
        List<Beyond> found = new ArrayList<>(database.acrossOrganizations(this::beyond));
        found.addAll(database.acrossOrganizations(this::tooDear));
        found.addAll(database.acrossOrganizations(this::tooWidespread));
        for (Beyond one : found) {
            keys.freeze(one.orgId(), one.keyId(), FreezeReason.RULE, "rule:" + one.ruleId());
        }
        return found.size();
    }

    private List<Beyond> beyond(DSLContext dsl) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return found(dsl, """
                cross join lateral (
                    select count(*) as requests, sum(u.charged) / power(10::numeric, k.token_decimals::numeric) as spent
                    from usage_receipts u
                    where u.key_id = k.id and u.at > freed.at
                      and u.at > case when r.kind = 'SPEND_PER_DAY' then ?::timestamptz else ?::timestamptz end
                    group by case when r.kind = 'SPEND_PER_DAY' then null else date_trunc('minute', u.at) end) used
                where r.removed_at is null and r.kind not in ('MODEL_PRICE', 'COUNTRIES') and not k.is_frozen and k.expires_at > ?::timestamptz
                  and case when r.kind = 'REQUESTS_PER_MINUTE' then used.requests else used.spent end > r.most""", now.minus(DAY), now.minus(RECENT), now);
    }

    /** Keys that used a model above the price of a rule, by the price book under which they were charged. */
    private List<Beyond> tooDear(DSLContext dsl) {
        OffsetDateTime now = clock.instant().atOffset(ZoneOffset.UTC);
        return found(dsl, """
                join usage_receipts u on u.key_id = k.id and u.at > freed.at and u.at > ?::timestamptz
                join price_books b on b.version = (u.body ->> 'priceVersion')::int
                cross join lateral jsonb_array_elements(b.book -> 'routes') route
                where r.removed_at is null and r.kind = 'MODEL_PRICE' and not k.is_frozen
                  and k.expires_at > ?::timestamptz and route ->> 'route' = u.body ->> 'route'
                  and (route #>> array['models', u.body ->> 'model', 'perMillionOutput'])::numeric > r.most""", now.minus(RECENT), now);
    }

    /** Keys that were used from more countries than a rule allows, one of them since a member last freed the key. */
    private List<Beyond> tooWidespread(DSLContext dsl) {
        return found(dsl, """
                cross join lateral (
                    select count(*) as number, max(c.first_at) as newest from session_key_countries c
                    where c.key_id = k.id) countries
                where r.removed_at is null and r.kind = 'COUNTRIES' and not k.is_frozen
                  and k.expires_at > ?::timestamptz
                  and countries.number > r.most and countries.newest > freed.at""", clock.instant().atOffset(ZoneOffset.UTC));
    }

    /** @param condition the rest of the statement: what is counted, and when it is too much */
    private static List<Beyond> found(DSLContext dsl, String condition, Object... values) {
        return dsl.fetch(KEYS_UNDER_RULES + condition + " order by k.id, r.created_at", values)
                .map(row -> new Beyond(row.get(0, UUID.class), row.get(1, UUID.class), row.get(2, UUID.class)));
    }
}
