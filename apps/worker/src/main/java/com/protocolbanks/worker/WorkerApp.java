package com.protocolbanks.worker;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.keys.KeystoreRefused;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.transaction.OperatorSigner;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payouts.Books;
import com.protocolbanks.payouts.GasRules;
import com.protocolbanks.payouts.Milestones;
import com.protocolbanks.payouts.Payouts;
import com.protocolbanks.payouts.reconciliation.Reconciliation;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.approval.ApprovedRuns;
import com.protocolbanks.payroll.documents.DocumentStore;
import com.protocolbanks.payroll.documents.PayrollDocuments;
import com.protocolbanks.payroll.settlement.BookedRuns;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.queue.JobFeed;
import com.protocolbanks.queue.Leases;
import com.protocolbanks.redis.JobStream;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisLock;
import com.protocolbanks.sending.ChainEndpoints;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.dialect.ChainDialect;
import com.protocolbanks.sending.dialect.CosmosEvm;
import com.protocolbanks.sending.dialect.Geth;
import com.protocolbanks.sending.engine.SendingEngine;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;

/** The execution layer, running. */
public final class WorkerApp implements AutoCloseable {
    private static final int CONNECTIONS = 8;
    private static final int BATCHES_AT_ONCE = 4;
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(3);
    private static final Duration RECONCILE = Duration.ofSeconds(20);
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    private WorkerApp() {}

    /** Connects, checks what it was given, and begins to take jobs; the caller closes what it gets. */
    public static WorkerApp start(WorkerConfig config) {
        return start(config, Milestones.IGNORED);
    }

    /** {@link #start(WorkerConfig)}, telling the listener what is reached. */
    public static WorkerApp start(WorkerConfig config, Milestones milestones) {
        return start(config, milestones, Clock.systemUTC());
    }

    /** {@link #start(WorkerConfig, Milestones)}, at the time that the clock says. */
    public static WorkerApp start(WorkerConfig config, Milestones milestones, Clock clock) {
        var app = new WorkerApp();
        try {
            app.wire(config, milestones, clock);
            return app;
        } catch (RuntimeException e) {
            app.close();
            throw e;
        }
    }

    private void wire(WorkerConfig config, Milestones milestones, Clock clock) {
        var deployment = Deployment.read(config.chain().contracts());
        var key = operator(config.operator());
        var signer = new OperatorSigner(key, deployment.chainId(), deployment.contracts());
        var chain = new WatchedEndpoint(client(config.chain().rpcUrl()), milestones);
        var readers = config.chain().readUrls().stream().map(WorkerApp::client).toList();
        StartChecks.chain(chain, deployment);
        StartChecks.readers(readers, deployment);
        StartChecks.operator(chain, deployment, signer.address());
        var database = opened(StartChecks.database(config.stores().database(), CONNECTIONS));
        var redis = opened(RedisConnection.open(config.stores().redisUrl()));
        var ports = new SendingPorts(
                deployment.chainId(),
                new ChainEndpoints(chain, readers),
                dialect(deployment.chainId()),
                database,
                clock);
        var sending = opened(new SendingEngine(ports, SendingSettings.forCosmosEvm(), List.of(signer)));
        var owner = "worker-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        var parts = new Payouts.Parts(
                database,
                new RedisLock(redis, UUID::randomUUID),
                new Leases(database, clock, owner),
                sending,
                chain,
                clock);
        var payouts = opened(new Payouts(
                opened(feed(database, redis, clock, owner)),
                parts,
                books(database, chain, clock),
                new Payouts.Settings(GasRules.ZETACHAIN, BATCHES_AT_ONCE, LEASE, RETRY_AFTER, milestones)));
        var ground = new WorkerBilling.Ground(database, redis, chain, sending, key, clock, owner);
        config.billing()
                .ifPresent(billing -> deployment
                        .billing()
                        .ifPresent(deployed -> opened(WorkerBilling.start(billing, deployed, ground))));
        sending.start();
        payouts.start();
        var reconciliation = new Reconciliation(
                database, new BookedRuns(database, new Organizations(database, clock, UUID::randomUUID)), chain, clock);
        opened(Rounds.untilClosed("reconciliation", RECONCILE, reconciliation::round));
    }

    private static JobFeed feed(Database database, RedisConnection redis, Clock clock, String owner) {
        return new JobFeed(database, new JobStream(redis, Payouts.TOPIC, "workers", owner), clock, Payouts.TOPIC);
    }

    private static Books books(Database database, ChainClient chain, Clock clock) {
        var organizations = new Organizations(database, clock, UUID::randomUUID);
        var members = new Members(database, clock, UUID::randomUUID);
        return new Books(
                new ApprovedRuns(database, organizations, members, chain),
                new Settlements(new BatchEvents(clock), clock),
                new DocumentStore(organizations, database, new PayrollDocuments(), clock)::writeAll);
    }

    private static ChainClient client(URI url) {
        return new JsonRpcChainClient(JsonRpcChainClient.http(CONNECT), url, ANSWER);
    }

    private static ChainDialect dialect(ChainId chain) {
        return chain.value() == 7000 || chain.value() == 7001 ? new CosmosEvm() : new Geth();
    }

    private static SigningKey operator(WorkerConfig.Operator operator) {
        try {
            return Keystore.open(
                    operator.keystore(),
                    Files.readString(operator.passwordFile()).strip());
        } catch (KeystoreRefused e) {
            throw new StartRefused(
                    "The operator's key file " + operator.keystore() + " cannot be opened: " + e.getMessage());
        } catch (IOException e) {
            throw new StartRefused("The operator's key file or its password file cannot be read: " + e.getMessage());
        }
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Drains: what has been begun is written down first, then the connections end. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the worker did not stop", e);
            }
        }
    }
}
