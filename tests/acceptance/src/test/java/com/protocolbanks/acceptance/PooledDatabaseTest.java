package com.protocolbanks.acceptance;

import static com.protocolbanks.database.generated.Tables.ORGANIZATIONS;
import static com.protocolbanks.database.generated.Tables.OUTBOX;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.database.Migrations;
import com.protocolbanks.queue.JobFeed;
import com.protocolbanks.queue.Outbox;
import com.protocolbanks.redis.JobStream;
import com.protocolbanks.redis.RedisConnection;
import java.time.Clock;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What the unit of work promises holds behind PgBouncer, where every transaction may run on another connection. */
class PooledDatabaseTest {
    private static InstalledServers servers;

    @BeforeAll
    static void start() {
        servers = InstalledServers.start();
        Migrations.migrate(servers.directUrl());
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @Test
    void noTenantLeaksFromOneTransactionIntoTheNextOnASharedConnection() throws Exception {
        try (var web = Database.open(DatabaseUrl.of(servers.pooledUrl("pb_web")), 20);
                var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var organizations = new ArrayList<UUID>();
            for (int n = 0; n < 8; n++) {
                organizations.add(create(web, n));
            }
            List<Future<?>> visits = new ArrayList<>();
            for (int visit = 0; visit < 400; visit++) {
                var organization = organizations.get(visit % organizations.size());
                visits.add(threads.submit(() -> {
                    var seen = web.inOrganization(
                            organization,
                            dsl -> dsl.select(ORGANIZATIONS.ID)
                                    .from(ORGANIZATIONS)
                                    .fetchSet(ORGANIZATIONS.ID));
                    assertThat(seen).containsExactly(organization);
                    int outside = web.acrossOrganizations(dsl -> dsl.fetchCount(ORGANIZATIONS));
                    assertThat(outside).isZero();
                }));
            }
            for (var visit : visits) {
                visit.get();
            }
        }
    }

    @Test
    void jobsGoFromTheWebThroughPostgresAndRedisToAWorker() {
        var organization = UUID.randomUUID();
        var batch = UUID.randomUUID();
        var clock = Clock.systemUTC();
        try (var web = Database.open(DatabaseUrl.of(servers.pooledUrl("pb_web")), 2);
                var worker = Database.open(DatabaseUrl.of(servers.pooledUrl("pb_worker")), 2);
                var redis = RedisConnection.open(servers.redisUrl());
                var feed = new JobFeed(worker, new JobStream(redis, "jobs", "workers", "one"), clock, "jobs")) {
            web.runInOrganization(organization, dsl -> new Outbox(clock).append(dsl, organization, "jobs", batch));
            var job = feed.take(1).getFirst();
            assertThat(job.subject()).isEqualTo(batch);
            feed.finish(job);
            int open = worker.acrossOrganizations(dsl -> dsl.fetchCount(OUTBOX, OUTBOX.DONE_AT.isNull()));
            assertThat(open).isZero();
        }
    }

    private static UUID create(Database web, int n) {
        var organization = UUID.randomUUID();
        var wallet = "0x" + HexFormat.of().toHexDigits(n).repeat(5);
        web.runInOrganization(
                organization,
                dsl -> dsl.insertInto(ORGANIZATIONS)
                        .set(ORGANIZATIONS.ID, organization)
                        .set(ORGANIZATIONS.NAME, "Organization " + n)
                        .set(ORGANIZATIONS.WALLET_ADDRESS, wallet)
                        .set(ORGANIZATIONS.CHAIN_ID, 7001L)
                        .execute());
        return organization;
    }
}
