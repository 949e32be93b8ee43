package com.protocolbanks.billing.gateways;

import static com.protocolbanks.database.generated.Tables.ACCEPTED_LOSSES;
import static com.protocolbanks.database.generated.Tables.GATEWAYS;
import static com.protocolbanks.database.generated.Tables.METERING_EPOCHS;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Hash32;
import java.math.BigDecimal;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import tools.jackson.databind.json.JsonMapper;

/** What is at stake while gateways' logs are missing from an epoch, and the word of a person to do without one. */
public final class Losses {
    /** Whoever was heard of within it is not lost. */
    private static final Duration ALIVE = Duration.ofMinutes(1);

    private final Database database;
    private final Clock clock;

    /** @param database opened with the gateway's role */
    public Losses(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * A log that was not replayed.
     *
     * @param seen when its gateway was heard of last
     */
    public record Missing(String gatewayId, String logName, Instant seen) {}

    /**
     * A key that may have been charged by a missing gateway.
     *
     * @param left of its limit, beyond what Postgres has; in the token itself, not its smallest unit
     * @param channels those that Postgres knows; the key may have opened another
     */
    public record Stake(UUID orgId, UUID keyId, String token, BigDecimal left, List<Hash32> channels) {
        public Stake {
            channels = List.copyOf(channels);
        }
    }

    /**
     * The newest epoch with what it lacks.
     *
     * @param since when it began
     * @param stakes by key; empty when nothing is missing
     */
    public record Report(Epoch epoch, Instant since, List<Missing> missing, List<Stake> stakes) {
        public Report {
            missing = List.copyOf(missing);
            stakes = List.copyOf(stakes);
        }

        /** The most that the missing logs can hold beyond what Postgres has, by token. */
        public SortedMap<String, BigDecimal> atMost() {
            return sums(stakes);
        }
    }

    private static SortedMap<String, BigDecimal> sums(List<Stake> stakes) {
        var sums = new TreeMap<String, BigDecimal>();
        stakes.forEach(stake -> sums.merge(stake.token(), stake.left(), BigDecimal::add));
        return sums;
    }

    /** Empty before the first epoch. */
    public Optional<Report> report() {
        return database.acrossOrganizations(Losses::report);
    }

    private static Optional<Report> report(DSLContext dsl) {
        return Epochs.newest(dsl).map(epoch -> {
            var missing = epoch.open() ? List.<Missing>of() : missing(dsl, epoch.missing());
            return new Report(epoch, since(dsl, epoch), missing, stakes(dsl, missing));
        });
    }

    private static Instant since(DSLContext dsl, Epoch epoch) {
        return dsl.fetchSingle(METERING_EPOCHS, METERING_EPOCHS.EPOCH.eq(epoch.number()))
                .getFencedAt()
                .toInstant();
    }

    private static List<Missing> missing(DSLContext dsl, List<String> gateways) {
        return dsl.selectFrom(GATEWAYS)
                .where(GATEWAYS.ID.in(gateways))
                .orderBy(GATEWAYS.ID)
                .fetch(row -> new Missing(
                        row.getId(), row.getLogName(), row.getHeartbeatAt().toInstant()));
    }

    /**
     * The keys that still had money, but not those that had expired an hour before the first of the gateways was heard of
     * last and before the newest receipt in Postgres: what they were charged, it has.
     */
    private static List<Stake> stakes(DSLContext dsl, List<Missing> missing) {
        var first = missing.stream().map(Missing::seen).min(Instant::compareTo);
        if (first.isEmpty()) {
            return List.of();
        }
        return dsl.fetch("""
                        with taken_over as (
                            select max((select max(r.at) from usage_receipts r where r.key_id = k.id)) as at
                            from session_keys k
                        )
                        select k.org_id, k.id, k.token_symbol, k.limit_amount - k.current_usage,
                               array(select '0x' || encode(c.channel_id, 'hex') from usage_channels c
                                     where c.key_id = k.id order by c.created_at, c.channel_id)
                        from session_keys k, taken_over t
                        where k.current_usage < k.limit_amount
                          and k.expires_at > least(?::timestamptz, coalesce(t.at, '-infinity')) - interval '1 hour'
                        order by k.org_id, k.id""", first.get().atOffset(ZoneOffset.UTC))
                .map(row -> new Stake(
                        row.get(0, UUID.class),
                        row.get(1, UUID.class),
                        row.get(2, String.class),
                        row.get(3, BigDecimal.class).stripTrailingZeros(),
                        Arrays.stream(Objects.requireNonNull(row.get(4, String[].class)))
                                .map(Hash32::of)
                                .toList()));
    }

    /** What came of accepting a loss. */
    public sealed interface Acceptance {
        /**
         * Nobody waits for the log any more, and it is not taken up again.
         *
         * @param atMost what is at stake by that, by token
         */
        record Accepted(Map<String, BigDecimal> atMost) implements Acceptance {}

        /** Nobody waits for a log of that gateway. */
        record NotMissed() implements Acceptance {}

        /** Its gateway runs, or did so a moment ago. */
        record Alive(Instant seen) implements Acceptance {}
    }

    /**
     * Gives up the log of a gateway for good; an epoch that waits for no other opens.
     *
     * @param by whose word it is
     */
    public Acceptance accept(String gatewayId, String by, String reason) {
        return database.acrossOrganizations(dsl -> {
            Epochs.lock(dsl);
            var gateway = dsl.fetchOptional(GATEWAYS, GATEWAYS.ID.eq(gatewayId), Epochs.isWaitedFor());
            if (gateway.isEmpty()) {
                return new Acceptance.NotMissed();
            }
            var seen = gateway.get().getHeartbeatAt().toInstant();
            if (gateway.get().getEndedAt() == null && clock.instant().isBefore(seen.plus(ALIVE))) {
                return new Acceptance.Alive(seen);
            }
            var log = new Missing(gatewayId, gateway.get().getLogName(), seen);
            var epoch = Epochs.newest(dsl).filter(newest -> !newest.open());
            var atMost = sums(stakes(dsl, List.of(log)));
            accepted(dsl, log, epoch, new Word(by, reason, atMost));
            return new Acceptance.Accepted(atMost);
        });
    }

    private record Word(String by, String reason, Map<String, BigDecimal> atMost) {}

    private void accepted(DSLContext dsl, Missing log, Optional<Epoch> epoch, Word word) {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        dsl.insertInto(ACCEPTED_LOSSES)
                .set(ACCEPTED_LOSSES.LOG_NAME, log.logName())
                .set(ACCEPTED_LOSSES.GATEWAY_ID, log.gatewayId())
                .set(ACCEPTED_LOSSES.EPOCH, epoch.map(Epoch::number).orElse(null))
                .set(ACCEPTED_LOSSES.ACCEPTED_BY, word.by())
                .set(ACCEPTED_LOSSES.REASON, word.reason())
                .set(ACCEPTED_LOSSES.AT_MOST, JSONB.valueOf(JsonMapper.shared().writeValueAsString(amounts(word))))
                .set(ACCEPTED_LOSSES.ACCEPTED_AT, now)
                .execute();
        dsl.update(GATEWAYS)
                .set(GATEWAYS.RETIRED_AT, now)
                .where(GATEWAYS.ID.eq(log.gatewayId()))
                .execute();
    }

    private static Map<String, String> amounts(Word word) {
        var amounts = new TreeMap<String, String>();
        word.atMost().forEach((token, amount) -> amounts.put(token, amount.toPlainString()));
        return amounts;
    }
}
