package com.protocolbanks.metering.epochs;

import static com.protocolbanks.database.generated.Tables.USAGE_REJECTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.usage.ReceiptChains;
import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.billing.usage.UsageSync;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.metering.Admission;
import com.protocolbanks.metering.MeterBench;
import com.protocolbanks.metering.MeterBench.Agent;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.metering.keys.KeySource;
import com.protocolbanks.metering.keys.Sources;
import com.protocolbanks.redis.JobStream;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/**
 * One worker took a channel's voucher from the stream and ended, another took the receipt, whose channel Postgres therefore
 * does not know. Then Redis and the gateway's log are lost.
 */
class ReceiptsApartTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @TempDir
    Path folder;

    private LossHouse house;
    private Database database;
    private Agent agent;

    @BeforeEach
    void aReceiptLiesApart() {
        house = new LossHouse(postgres, folder);
        database = Database.open(postgres.url(Role.GATEWAY), 2);
        agent = house.bench.agent(9, 1000, 500);
        registered(agent.key());
        try (var one = house.gateway("one", sources())) {
            var seen = agent.at(one.meter());
            seen.hold(seen.ceiling(Mode.WINDOW, 300), "the-request-id-01", 100);
            seen.settle("the-request-id-01", 100, 60);
        }
        var stream = UsageStream.receipts(UsageStream.shard(agent.key()));
        try (var ended = new JobStream(house.bench.redis, stream, UsageStream.GROUP, "ended")) {
            assertThat(ended.read(1, Duration.ZERO).orThrow()).hasSize(1);
        }
        sync(Duration.ofMinutes(10));
        assertThat(apart()).isOne();
    }

    @AfterEach
    void close() throws Exception {
        database.close();
        house.close();
    }

    private Sources sources() {
        return new Sources(
                KeySource.of(new KeyBook(database), new Channels(database), new ReceiptChains(database)),
                house.bench.sources.chain(),
                MeterBench.DOMAIN);
    }

    private static void registered(Address key) {
        postgres.administrator().acrossOrganizations(dsl -> {
            dsl.execute("truncate usage_receipts, usage_rejects, usage_channels, session_keys, organizations cascade");
            dsl.execute(
                    "insert into organizations (id, name, wallet_address, chain_id) values (?::uuid, 'Agents', ?, 31337)",
                    "00000000-0000-0000-0000-000000000001",
                    MeterBench.PAYER.lower());
            return dsl.execute(
                    """
                    insert into session_keys (org_id, public_key, limit_amount, expires_at, token, token_symbol,
                        token_decimals, token_eip712_name, token_eip712_version, nonce, routes, payers, grant_signature,
                        key_signature)
                    values (?::uuid, ?, 0.001, ?::timestamptz, ?, 'USDC', 6, 'USDC', '2', decode(?, 'hex'),
                        array['chat'], array[?], '', '')""",
                    "00000000-0000-0000-0000-000000000001",
                    key.lower(),
                    MeterBench.NOW.plus(Duration.ofDays(1)).toString(),
                    MeterBench.TOKEN.lower(),
                    "11".repeat(32),
                    MeterBench.PAYER.lower());
        });
    }

    private void sync(Duration abandonedAfter) {
        try (var sync = new UsageSync(
                postgres.worker(),
                house.bench.redis,
                MeterBench.DOMAIN,
                house.bench.clock,
                new UsageSync.Settings("another", abandonedAfter))) {
            sync.round();
        }
    }

    private static int apart() {
        return postgres.administrator().acrossOrganizations(dsl -> dsl.fetchCount(USAGE_REJECTS));
    }

    private void isNotChargedAgain() {
        house.gateways.ended("one", List.of());
        house.empty();
        var two = house.gateway("two", sources());
        var seen = agent.at(two.meter());

        assertThat(seen.hold(seen.ceiling(Mode.WINDOW, 300), "the-request-id-01", 100))
                .isInstanceOf(Admission.Repeated.class);
        assertThat(seen.state().keySpent()).isEqualTo(60);
        seen.hold(seen.ceiling(Mode.WINDOW, 300), "the-next-request", 100);
        assertThat(seen.settle("the-next-request", 100, 10).seq()).isEqualTo(2);

        sync(Duration.ofMinutes(10));
        sync(Duration.ofMinutes(10));
        assertThat(apart()).isZero();
        var channel = new Channels(database).find(agent.channelId).orElseThrow();
        assertThat(channel.seq()).isEqualTo(2);
        assertThat(channel.spent()).isEqualTo(BigInteger.valueOf(70));
    }

    @Test
    void theRequestIsNotChargedAgainThoughNobodyKnowsTheChannel() {
        isNotChargedAgain();
    }

    @Test
    void norWhenTheChannelIsKnownAndTheReceiptStillLiesApart() {
        sync(Duration.ZERO);
        assertThat(new Channels(database).find(agent.channelId)).isPresent();
        assertThat(apart()).isOne();
        isNotChargedAgain();
    }
}
