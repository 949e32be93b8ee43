package com.protocolbanks.billing.usage;

import static com.protocolbanks.database.generated.Tables.USAGE_RECEIPTS;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.Metered;
import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.database.Database;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.redis.JobStream;
import java.math.BigInteger;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Function;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A customer's channel, its entries in a real Redis, and the minute sync into a real Postgres. */
abstract class SyncedUsage {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    final SigningKey signer = House.newKey();
    House house;
    SessionKey key;
    Metered channel;

    @BeforeEach
    void open() {
        house = new House(postgres);
        key = house.key(house.customer(), signer);
        channel = new Metered(key, signer);
        administer("truncate usage_rejects");
    }

    final UsageSync sync(Database database) {
        return new UsageSync(
                database,
                redis.connection(),
                Metered.DOMAIN,
                house.clock,
                new UsageSync.Settings("worker-" + UUID.randomUUID(), Duration.ZERO));
    }

    final SyncReport synced() {
        try (var sync = sync(postgres.worker())) {
            return sync.round();
        }
    }

    final KnownChannel known() {
        return new Channels(postgres.worker()).find(channel.id()).orElseThrow();
    }

    final BigInteger used() {
        return new KeyBook(postgres.worker()).byId(key.id()).orElseThrow().used();
    }

    final int receipts() {
        return count(dsl -> dsl.fetchCount(
                USAGE_RECEIPTS, USAGE_RECEIPTS.CHANNEL_ID.eq(channel.id().bytes())));
    }

    static int count(Function<DSLContext, Integer> work) {
        return postgres.administrator().acrossOrganizations(work);
    }

    final long waiting() {
        return stream("nobody").length().orThrow();
    }

    final JobStream stream(String consumer) {
        return new JobStream(redis.connection(), channel.stream(), UsageStream.GROUP, consumer);
    }

    static void administer(String statement) {
        count(dsl -> dsl.execute(statement));
    }
}
