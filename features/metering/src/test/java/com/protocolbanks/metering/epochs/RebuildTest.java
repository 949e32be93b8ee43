package com.protocolbanks.metering.epochs;

import static com.protocolbanks.metering.MeterBench.now;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.gateways.Gateways;
import com.protocolbanks.billing.gateways.Losses;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DataFolder;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.embedded.LocalRedis;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.metering.Admission;
import com.protocolbanks.metering.MeterBench;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.metering.Refusal;
import com.protocolbanks.metering.log.Durability;
import com.protocolbanks.metering.log.UsageLog;
import com.protocolbanks.metering.running.Metering;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.receipts.Outcome;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What a loss of Redis leaves: nothing that a gateway still knows is gone, and nothing is served in between. */
class RebuildTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private static final String ABSENT = "absent";

    @TempDir
    Path folder;

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private LocalRedis server;
    private RedisConnection redis;
    private MeterBench bench;
    private Gateways gateways;
    private Losses losses;
    private DataFolder data;

    @BeforeEach
    void aHouse() {
        data = opened(DataFolder.open(folder.resolve("data")));
        server = LocalRedis.keeping(data);
        redis = opened(RedisConnection.open(server.url()));
        bench = new MeterBench(redis);
        empty();
        var database = opened(Database.open(postgres.url(Role.GATEWAY), 4));
        gateways = new Gateways(database, bench.clock);
        losses = new Losses(database, bench.clock);
        postgres.administrator()
                .acrossOrganizations(dsl ->
                        dsl.execute("truncate gateways, metering_epochs, epoch_reports, receipt_signers cascade"));
    }

    @AfterEach
    void close() throws Exception {
        for (var one : open) {
            one.close();
        }
        server.close();
    }

    private <T extends AutoCloseable> T opened(T one) {
        open.push(one);
        return one;
    }

    private Metering gateway(String id) {
        gateways.register(id, "log-" + id, MeterBench.AUTHORIZER);
        var log = opened(UsageLog.open(folder.resolve(id), Durability.FAST));
        return opened(
                Metering.open(redis, bench.sources, new Metering.Gateway(id, log, gateways.epochs()), bench.clock));
    }

    private static void isOpen(Metering gateway) {
        Eventually.isTrue("open", () -> gateway.waitsFor().isEmpty());
    }

    private void isOpen(Metering gateway, long epoch) {
        Eventually.isTrue(
                "epoch " + epoch,
                () -> gateways.epochs().current().orElseThrow().number() == epoch
                        && gateways.epochs().current().orElseThrow().open());
        isOpen(gateway);
    }

    private void empty() {
        redis.run(RedisScript.returningNumber("redis.call('FLUSHALL') return 1"), List.of(), List.of())
                .orThrow();
    }

    /** The store stays closed until the gateway {@link #ABSENT} has come with its log, however quick the others are. */
    private void emptyAndKeptClosed() {
        gateways.register(ABSENT, "log-" + ABSENT, MeterBench.AUTHORIZER);
        empty();
    }

    @Test
    void anEmptiedStoreServesNothingUntilItHoldsAllAgain() {
        var gateway = gateway("one");
        isOpen(gateway);
        var agent = bench.agent(1, 1000, 500).at(gateway.meter());
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "first-request-id", 100);
        agent.settle("first-request-id", 100, 60);
        agent.hold(agent.session(300), "second-request-id", 100);
        agent.settle("second-request-id", 100, 40);
        agent.hold(agent.session(300), "running-request-id", 50);
        var before = agent.state();

        emptyAndKeptClosed();
        assertThat(agent.hold(agent.session(300), "during-request-id", 10))
                .isEqualTo(new Admission.Refused(Refusal.STORE_UNSURE, null));
        gateway(ABSENT);
        isOpen(gateway);

        assertThat(agent.state()).isEqualTo(before);
        assertThat(gateways.epochs().current().orElseThrow().number()).isEqualTo(2);
        assertThat(agent.hold(agent.session(300), "first-request-id", 100)).isInstanceOf(Admission.Repeated.class);
        assertThat(agent.settle("running-request-id", 50, 50).seq()).isEqualTo(3);
        assertThat(agent.state().spent()).isEqualTo(150);
        assertThat(agent.state().held()).isZero();
        assertThat(receiptsInTheStream(agent)).isEqualTo(3);
    }

    /** The seqs that the shard's stream holds, each counted once. */
    private int receiptsInTheStream(MeterBench.Agent agent) {
        return Set.copyOf(seqsInTheStream(agent)).size();
    }

    private List<Integer> seqsInTheStream(MeterBench.Agent agent) {
        var seqs = bench.redis("""
                local seqs = {}
                for _, entry in ipairs(redis.call('XRANGE', KEYS[1], '-', '+')) do
                  local fields = entry[2]
                  if fields[2] == 'receipt' then seqs[#seqs + 1] = fields[6] end
                end
                return table.concat(seqs, ' ')""", ShardKeys.of(agent.key()).receipts());
        return Stream.of(seqs.split(" ")).map(Integer::valueOf).toList();
    }

    /** More than are on their way to the store at once; the first finds its key not yet loaded. */
    @Test
    void aLongLogIsSaidAgainInItsOrder() {
        var gateway = gateway("one");
        isOpen(gateway);
        var agent = bench.agent(1, 1000, 500).at(gateway.meter());
        for (int i = 0; i < 300; i++) {
            agent.hold(i == 0 ? agent.ceiling(Mode.WINDOW, 400) : agent.session(400), "request-number-" + i, 1);
            agent.settle("request-number-" + i, 1, 1);
        }
        var before = agent.state();

        empty();
        isOpen(gateway, 2);

        assertThat(agent.state()).isEqualTo(before);
        assertThat(seqsInTheStream(agent))
                .isEqualTo(IntStream.rangeClosed(1, 300).boxed().toList());
    }

    @Test
    void aChargeMadeInVainIsMadeAgain() {
        var gateway = gateway("one");
        isOpen(gateway);
        var agent = bench.agent(2, 1000, 500).at(gateway.meter());
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "the-request-id-0", 100);

        emptyAndKeptClosed();
        assertThat(now(gateway.meter().settle(agent.key(), agent.body("the-request-id-0", 100, 70))))
                .isEmpty();
        gateway(ABSENT);
        isOpen(gateway);
        Eventually.holds(() -> assertThat(agent.state().spent()).isEqualTo(70));
        assertThat(agent.state().held()).isZero();
    }

    @Test
    void whatOneGatewayKnowsIsMissedUntilItComesBackOrAPersonAcceptsTheLoss() throws Exception {
        var one = gateway("one");
        isOpen(one);
        gateways.register("two", "log-two", MeterBench.RECEIVER);
        var secondLog = UsageLog.open(folder.resolve("two"), Durability.FAST);
        var two = Metering.open(
                redis, bench.sources, new Metering.Gateway("two", secondLog, gateways.epochs()), bench.clock);
        isOpen(two);
        var agent = bench.agent(3, 1000, 500);
        agent.at(one.meter()).hold(agent.ceiling(Mode.WINDOW, 300), "request-at-one-1", 100);
        agent.at(one.meter()).settle("request-at-one-1", 100, 100);
        agent.at(two.meter()).hold(agent.session(300), "request-at-two-1", 100);
        agent.at(two.meter()).settle("request-at-two-1", 100, 100);
        two.close();
        secondLog.close();

        empty();
        Eventually.isTrue("it waits for the other", () -> one.waitsFor().equals(Optional.of("the logs of two")));
        assertThat(agent.at(one.meter()).hold(agent.session(300), "not-yet-request-1", 1))
                .isEqualTo(new Admission.Refused(Refusal.STORE_UNSURE, null));

        var again = gateway("two");
        isOpen(again);
        isOpen(one);
        assertThat(agent.at(one.meter()).state().spent()).isEqualTo(200);

        again.close();
        empty();
        Eventually.isTrue(
                "epoch 3 waits for the other",
                () -> gateways.epochs()
                        .current()
                        .filter(epoch -> epoch.number() == 3 && epoch.missing().equals(List.of("two")))
                        .isPresent());
        assertThat(losses.accept("two", "Olivia", "its disk burned")).isInstanceOf(Losses.Acceptance.Alive.class);
        bench.clock.advance(Duration.ofMinutes(2));
        assertThat(losses.accept("two", "Olivia", "its disk burned")).isInstanceOf(Losses.Acceptance.Accepted.class);
        isOpen(one);
        assertThat(gateways.register("two", "log-two", MeterBench.RECEIVER))
                .isInstanceOf(Gateways.Registration.GivenUp.class);
        assertThat(agent.at(one.meter()).state().spent()).isEqualTo(100);
    }

    @Test
    void whoseLogWasGivenUpServesNoMore() {
        var one = gateway("one");
        isOpen(one);
        bench.clock.advance(Duration.ofMinutes(2));
        assertThat(losses.accept("one", "Olivia", "nobody reached it")).isInstanceOf(Losses.Acceptance.Accepted.class);

        empty();
        Eventually.isTrue(
                "it says so",
                () -> one.waitsFor().filter(why -> why.contains("given up")).isPresent());
    }

    @Test
    void anOlderStateOfTheStoreIsNotTaken() throws Exception {
        var gateway = gateway("one");
        isOpen(gateway);
        var agent = bench.agent(4, 1000, 500).at(gateway.meter());
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "early-request-id", 100);
        agent.settle("early-request-id", 100, 100);
        var files = folder.resolve("data/redis/appendonlydir");
        server.close();
        copy(files, folder.resolve("old"));
        server = LocalRedis.keeping(data);
        isOpen(gateway, 2);
        agent.hold(agent.session(300), "later-request-id", 100);
        agent.settle("later-request-id", 100, 100);

        server.close();
        copy(folder.resolve("old"), files);
        server = LocalRedis.keeping(data);
        isOpen(gateway, 3);
        Eventually.holds(() -> assertThat(agent.state().spent()).isEqualTo(200));
        assertThat(agent.hold(agent.session(300), "later-request-id", 100)).isInstanceOf(Admission.Repeated.class);
    }

    private static void copy(Path from, Path to) throws IOException {
        if (Files.exists(to)) {
            try (var old = Files.walk(to)) {
                for (var file : old.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(file);
                }
            }
        }
        try (var files = Files.walk(from)) {
            files.forEach(file -> {
                try {
                    Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.REPLACE_EXISTING);
                } catch (IOException fault) {
                    throw new UncheckedIOException(fault);
                }
            });
        }
    }

    @Test
    void aThingLeftBehindIsChargedAsFarAsItWasDelivered() {
        var gateway = gateway("one");
        isOpen(gateway);
        var agent = bench.agent(5, 1000, 500).at(gateway.meter());
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "left-behind-id-1", 100);
        now(gateway.meter()
                .progress(
                        agent.key(),
                        agent.body("left-behind-id-1", 100, 30),
                        bench.clock.instant().plusSeconds(5)));

        bench.clock.advance(Duration.ofSeconds(10));
        Eventually.holds(() -> assertThat(agent.state().held()).isZero());
        assertThat(agent.state().spent()).isEqualTo(30);
        assertThat(now(gateway.meter().outcome(agent.key(), agent.channelId, "left-behind-id-1"))
                        .orElseThrow()
                        .body()
                        .outcome())
                .isEqualTo(Outcome.EXPIRED);
    }
}
