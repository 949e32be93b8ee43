package com.protocolbanks.billing.usage;

import static com.protocolbanks.database.generated.Tables.USAGE_REJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.Metered;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;

/** The minute sync when receipts are missing, wrong or of nobody, and when Postgres is gone. */
class UsageTroublesTest extends SyncedUsage {
    @Test
    void usageStopsBeforeAGapAndGoesOnWhenItIsClosed() {
        List<UsageEntry> entries = channel.charges(10, 5);
        channel.write(redis.connection(), channel.voucher(1_000));
        channel.write(redis.connection(), entries.subList(0, 4));
        channel.write(redis.connection(), entries.subList(5, 10));
        synced();
        var gaps = new UsageGaps(postgres.worker(), house.clock);

        assertThat(known().seq()).isEqualTo(4);
        assertThat(used()).isEqualTo(20);
        assertThat(gaps.lasting(UsageSync.LONGEST_GAP)).isEmpty();
        house.clock.advance(Duration.ofMinutes(3));
        assertThat(gaps.lasting(UsageSync.LONGEST_GAP)).contains(channel.id());

        channel.write(redis.connection(), entries.get(4));
        synced();
        assertThat(known().seq()).isEqualTo(10);
        assertThat(used()).isEqualTo(50);
        assertThat(gaps.lasting(UsageSync.LONGEST_GAP)).doesNotContain(channel.id());
    }

    @Test
    void anyOrderLeadsToTheSameRows() {
        List<UsageEntry> entries = new ArrayList<>(channel.charges(200, 9));
        entries.add(channel.voucher(10_000));
        Collections.shuffle(entries, new Random(7));
        for (UsageEntry entry : entries.subList(0, 100)) {
            channel.write(redis.connection(), entry);
        }
        synced();
        channel.write(redis.connection(), entries.subList(100, entries.size()));
        synced();
        synced();

        assertThat(known().seq()).isEqualTo(200);
        assertThat(used()).isEqualTo(1_800);
        assertThat(count(dsl -> dsl.fetchCount(USAGE_REJECTS))).isZero();
    }

    @Test
    void whatCannotBeTakenOverIsKeptApartAndHoldsNobodyUp() {
        var stranger = House.newKey();
        var ofNobody = new Metered(key, stranger);
        var twin = new Metered(key, signer);
        channel.write(redis.connection(), channel.voucher(1_000, stranger), channel.voucher(500));
        var first = channel.charge(5);
        channel.write(redis.connection(), first, new UsageEntry.OfReceipt(doubled(first)));
        channel.write(redis.connection(), twin.charge(5));
        stream("gateway").add(Map.of("t", "nonsense")).orThrow();
        ofNobody.write(redis.connection(), ofNobody.voucher(1), ofNobody.charge(1));

        assertThat(synced().rejected()).isEqualTo(6);
        List<String> reasons = postgres.administrator()
                .acrossOrganizations(dsl ->
                        dsl.select(USAGE_REJECTS.REASON).from(USAGE_REJECTS).fetch(USAGE_REJECTS.REASON));
        assertThat(reasons)
                .containsExactlyInAnyOrder(
                        "VOUCHER_WRONG", "CONFLICT", "CHANNEL_UNKNOWN", "MALFORMED", "KEY_UNKNOWN", "CHANNEL_UNKNOWN");
        assertThat(known().accepted()).isEqualTo(500);
        assertThat(used()).isEqualTo(5);
        assertThat(waiting()).isZero();
    }

    private static UsageReceipt doubled(UsageEntry.OfReceipt one) {
        return new UsageReceipt(
                one.receipt().seq(),
                one.receipt().spent().add(BigInteger.ONE),
                one.receipt().body());
    }

    @Test
    void aReceiptThatDoesNotAddUpIsAGap() {
        var first = channel.charge(5);
        channel.write(redis.connection(), channel.voucher(1_000), new UsageEntry.OfReceipt(doubled(first)));
        synced();

        assertThat(known().seq()).isZero();
        assertThat(used()).isZero();
    }

    @Test
    void whilePostgresIsGoneNothingIsLost() {
        channel.write(redis.connection(), channel.voucher(1_000));
        channel.write(redis.connection(), channel.charges(10, 1));
        try (var database = Database.open(postgres.url(Role.WORKER), 2);
                var sync = sync(database)) {
            administer("alter role pb_worker nologin");
            administer("select pg_terminate_backend(pid) from pg_stat_activity where usename = 'pb_worker'");
            try {
                assertThatThrownBy(sync::round).isInstanceOf(DataAccessException.class);
                assertThat(waiting()).isEqualTo(11);
                channel.write(redis.connection(), channel.charges(10, 1));
            } finally {
                administer("alter role pb_worker login");
            }
            // connections that died are found out one by one
            Eventually.holds(() -> assertThat(sync.round()).isNotNull());
        }
        Eventually.holds(() -> assertThat(used()).isEqualTo(20));
        assertThat(waiting()).isZero();
    }
}
