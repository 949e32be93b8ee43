package com.protocolbanks.billing.usage;

import static com.protocolbanks.database.generated.Tables.RECEIPT_HEADS;
import static com.protocolbanks.database.generated.Tables.USAGE_RECEIPTS;
import static com.protocolbanks.database.generated.Tables.USAGE_REJECTS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.Metered;
import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.redis.JobStream;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The minute sync over a real Redis and a real Postgres. */
class UsageSyncTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private final SigningKey signer = House.newKey();
    private House house;
    private SessionKey key;
    private Metered channel;

    @BeforeEach
    void open() {
        house = new House(postgres);
        key = house.key(house.customer(), signer);
        channel = new Metered(key, signer);
        administer("truncate usage_rejects");
    }

    private UsageSync sync(Database database) {
        return new UsageSync(
                database,
                redis.connection(),
                Metered.DOMAIN,
                house.clock,
                new UsageSync.Settings("worker-" + UUID.randomUUID(), Duration.ZERO));
    }

    private SyncReport synced() {
        try (var sync = sync(postgres.worker())) {
            return sync.round();
        }
    }

    private KnownChannel known() {
        return new Channels(postgres.worker()).find(channel.id()).orElseThrow();
    }

    private BigInteger used() {
        return new KeyBook(postgres.worker()).byId(key.id()).orElseThrow().used();
    }

    private int receipts() {
        return count(dsl -> dsl.fetchCount(
                USAGE_RECEIPTS, USAGE_RECEIPTS.CHANNEL_ID.eq(channel.id().bytes())));
    }

    private static int count(Function<DSLContext, Integer> work) {
        return postgres.administrator().acrossOrganizations(work);
    }

    private long waiting() {
        return stream("nobody").length().orThrow();
    }

    private JobStream stream(String consumer) {
        return new JobStream(redis.connection(), channel.stream(), UsageStream.GROUP, consumer);
    }

    @Test
    void whatWasMeteredStandsInPostgresAndLeavesTheStream() {
        channel.write(redis.connection(), channel.voucher(1_000));
        channel.write(redis.connection(), channel.charges(3, 7));
        channel.write(redis.connection(), channel.head(House.newKey()));
        channel.write(redis.connection(), channel.voucher(5_000));

        assertThat(synced()).isEqualTo(new SyncReport(3, 2, 1, 0));

        var known = known();
        assertThat(known.spent()).isEqualTo(21);
        assertThat(known.seq()).isEqualTo(3);
        assertThat(known.accepted()).isEqualTo(5_000);
        assertThat(known.signature())
                .isEqualTo(channel.voucher(5_000).signature().bytes());
        assertThat(known.config()).isEqualTo(channel.config());
        assertThat(used()).isEqualTo(21);
        assertThat(waiting()).isZero();
        assertThat(count(dsl -> dsl.fetchCount(
                        RECEIPT_HEADS, RECEIPT_HEADS.CHANNEL_ID.eq(channel.id().bytes()))))
                .isEqualTo(1);
    }

    @Test
    void aKeysUsageIsTheSumOverItsChannels() {
        var second = new Metered(key, signer);
        channel.write(redis.connection(), channel.voucher(1_000), channel.charge(100));
        second.write(redis.connection(), second.voucher(1_000), second.charge(11));
        synced();

        assertThat(used()).isEqualTo(111);
    }

    @Test
    void aLowerVoucherChangesNothing() {
        channel.write(redis.connection(), channel.voucher(900), channel.voucher(1_000), channel.voucher(800));
        synced();
        channel.write(redis.connection(), channel.voucher(950));
        synced();

        assertThat(known().accepted()).isEqualTo(1_000);
    }

    @Test
    void aCrashBetweenCommitAndAcknowledgementChangesNothing() {
        channel.write(redis.connection(), channel.voucher(1_000));
        channel.write(redis.connection(), channel.charges(50, 2));
        var store = new UsageStore(postgres.worker(), Metered.DOMAIN, house.clock);
        try (var dead = stream("dead")) {
            var read = dead.read(30, Duration.ZERO).orThrow();
            assertThat(read).hasSize(30);
            store.store(
                    read.stream()
                            .map(job -> new StreamEntry(channel.stream(), job.id(), job.fields()))
                            .toList(),
                    Optional.empty());
        }

        assertThat(synced().receipts()).isEqualTo(21);
        assertThat(receipts()).isEqualTo(50);
        assertThat(used()).isEqualTo(100);
        assertThat(waiting()).isZero();
    }

    @Test
    void theSameEntriesAgainChangeNothing() {
        List<UsageEntry> entries = new ArrayList<>(channel.charges(20, 3));
        entries.addFirst(channel.voucher(1_000));
        for (int i = 0; i < 3; i++) {
            channel.write(redis.connection(), entries);
            assertThat(synced().rejected()).isZero();
        }

        assertThat(receipts()).isEqualTo(20);
        assertThat(used()).isEqualTo(60);
    }

    @Test
    void twoWorkersAtOnceStoreEachReceiptOnce() throws Exception {
        channel.write(redis.connection(), channel.voucher(1_000_000));
        channel.write(redis.connection(), channel.charges(20_000, 1));
        try (var one = sync(postgres.worker());
                var two = sync(postgres.worker());
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var first = threads.submit(one::round);
            var second = threads.submit(two::round);
            // what one of them read before the other had stored the channel is taken up again
            assertThat(first.get().receipts() + second.get().receipts() + synced().receipts())
                    .isEqualTo(20_000);
        }

        assertThat(receipts()).isEqualTo(20_000);
        assertThat(used()).isEqualTo(20_000);
        assertThat(known().seq()).isEqualTo(20_000);
    }

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

    private static void administer(String statement) {
        count(dsl -> dsl.execute(statement));
    }

    /** A hundred thousand under {@code pb.full}. */
    @Test
    void manyReceiptsInOneRound() {
        int many = Boolean.getBoolean("pb.full") ? 100_000 : 20_000;
        channel.write(redis.connection(), channel.voucher(1_000_000));
        channel.write(redis.connection(), channel.charges(many, 3));

        assertThat(synced().receipts()).isEqualTo(many);
        assertThat(used()).isEqualTo(3L * many);
        assertThat(known().seq()).isEqualTo(many);
        assertThat(waiting()).isZero();
    }
}
