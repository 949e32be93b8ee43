package com.protocolbanks.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.Metered;
import com.protocolbanks.billing.gateways.Epochs;
import com.protocolbanks.billing.gateways.Gateways;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.redis.JobStream;
import com.protocolbanks.redis.RedisScript;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What was read of a store that has been rebuilt since is written to Postgres before the rebuild reads it, or never. */
class EpochFenceTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private final SigningKey signer = House.newKey();
    private Database gateway;
    private House house;
    private Metered channel;
    private Epochs epochs;

    @BeforeEach
    void open() {
        house = new House(postgres);
        channel = new Metered(house.key(house.customer(), signer), signer);
        gateway = Database.open(postgres.url(Role.GATEWAY), 2);
        epochs = new Gateways(gateway, house.clock).epochs();
        postgres.administrator()
                .acrossOrganizations(dsl -> dsl.execute("truncate metering_epochs, epoch_reports, gateways cascade"));
    }

    @AfterEach
    void close() {
        gateway.close();
    }

    private void mark(String mark) {
        UsageStream.shards()
                .forEach(shard -> redis.connection()
                        .run(
                                RedisScript.returningText("return redis.call('SET', KEYS[1], ARGV[1])['ok']"),
                                List.of(UsageStream.key(shard, "epoch")),
                                List.of(mark))
                        .orThrow());
    }

    private UsageSync sync() {
        return new UsageSync(
                postgres.worker(),
                redis.connection(),
                Metered.DOMAIN,
                house.clock,
                new UsageSync.Settings("worker-" + UUID.randomUUID(), Duration.ofMinutes(10)));
    }

    @Test
    void nothingIsTakenOverFromAStoreThatIsNotTheNewestOrNotOpen() {
        channel.write(redis.connection(), channel.voucher(1_000));
        channel.write(redis.connection(), channel.charges(3, 7));
        try (var sync = sync()) {
            assertThat(epochs.fence(0, "run-a").mark()).isEqualTo("1:run-a");
            assertThat(sync.round()).as("no store is marked").isEqualTo(SyncReport.NOTHING);
            mark("1:run-a");
            assertThat(sync.round()).as("it is being rebuilt").isEqualTo(SyncReport.NOTHING);
            epochs.open(1);
            epochs.fence(1, "run-b");
            assertThat(sync.round()).as("another one is being rebuilt").isEqualTo(SyncReport.NOTHING);
            epochs.open(2);
            assertThat(sync.round()).as("another one is open").isEqualTo(SyncReport.NOTHING);
            mark("2:run-b");
            assertThat(sync.round().receipts()).isEqualTo(3);
        }
        try (var stream = new JobStream(redis.connection(), channel.stream(), UsageStream.GROUP, "nobody")) {
            assertThat(stream.length().orThrow()).isZero();
        }
    }

    @Test
    void aRebuildBeginsAfterWhatIsBeingWritten() throws Exception {
        epochs.fence(0, "run-a");
        epochs.open(1);
        var writing = new CountDownLatch(1);
        var mayEnd = new CountDownLatch(1);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var written = threads.submit(() -> postgres.worker().acrossOrganizations(dsl -> {
                boolean open = Epochs.isOpen(dsl, Optional.of("1:run-a"));
                writing.countDown();
                await(mayEnd);
                return open;
            }));
            await(writing);
            var fenced = threads.submit(() -> epochs.fence(1, "run-b"));
            assertThat(epochs.current().orElseThrow().number()).isOne();
            assertThat(fenced.isDone()).isFalse();
            mayEnd.countDown();
            assertThat(written.get(30, TimeUnit.SECONDS)).isTrue();
            assertThat(fenced.get(30, TimeUnit.SECONDS).number()).isEqualTo(2);
        }
        boolean stillOpen = postgres.worker().acrossOrganizations(dsl -> Epochs.isOpen(dsl, Optional.of("1:run-a")));
        assertThat(stillOpen).isFalse();
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(30, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException interrupted) {
            throw new AssertionError(interrupted);
        }
    }
}
