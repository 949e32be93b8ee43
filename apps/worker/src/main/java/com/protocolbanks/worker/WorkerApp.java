package com.protocolbanks.worker;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.keys.KeystoreRefused;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.transaction.OperatorSigner;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payouts.Books.DocumentWriter;
import com.protocolbanks.payouts.Milestones;
import com.protocolbanks.payouts.Payouts;
import com.protocolbanks.payroll.documents.DocumentStore;
import com.protocolbanks.payroll.documents.PayrollDocuments;
import com.protocolbanks.queue.JobQueue;
import com.protocolbanks.redis.JobStream;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisLock;
import com.protocolbanks.sending.ChainEndpoints;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.dialect.ChainDialect;
import com.protocolbanks.sending.dialect.CosmosEvm;
import com.protocolbanks.sending.dialect.Geth;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.UUID;

/** The execution layer, running. */
public final class WorkerApp implements AutoCloseable {
    private static final int CONNECTIONS = 8;
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
        var owner = "worker-" + ProcessHandle.current().pid() + "-" + UUID.randomUUID();
        var tasks = new WorkerPayroll.Tasks(
                JobQueue.over(new JobStream(redis, Payouts.TOPIC, "workers", owner)),
                new RedisLock(redis, UUID::randomUUID),
                documents(database, clock),
                milestones);
        var payroll = opened(new WorkerPayroll(
                new WorkerPayroll.Ground(ports, tasks, signer, UUID::randomUUID, owner),
                SendingSettings.forCosmosEvm()));
        var ground = new WorkerBilling.Ground(database, redis, chain, payroll.sending(), key, clock, owner);
        config.billing()
                .ifPresent(billing -> deployment
                        .billing()
                        .ifPresent(deployed -> opened(WorkerBilling.start(billing, deployed, ground))));
        payroll.start();
    }

    private static DocumentWriter documents(Database database, Clock clock) {
        var organizations = new Organizations(database, clock, UUID::randomUUID);
        return new DocumentStore(organizations, database, new PayrollDocuments(), clock)::writeAll;
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
