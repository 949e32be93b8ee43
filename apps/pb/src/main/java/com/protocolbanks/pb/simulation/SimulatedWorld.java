package com.protocolbanks.pb.simulation;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.Migrations;
import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.embedded.LocalPostgres;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.embedded.anvil.AnvilRpc;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.payroll.Issuer;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** The real servers that all runs use one after the other, each as if it were the first. */
public final class SimulatedWorld implements AutoCloseable {
    static final SigningKey OPERATOR =
            SigningKey.of(Hash32.of(DevAccount.ALL.getFirst().privateKey()));

    /** The chain's first block. Long ago, so that the database's own clock is always later than the stage's. */
    private static final Instant GENESIS = Instant.parse("2026-06-01T00:00:00Z");

    /** When each run begins. */
    static final Instant START = GENESIS.plus(Duration.ofHours(6));

    private static final Duration ANSWER = Duration.ofSeconds(60);
    private static final int CONNECTIONS = 6;
    private static final String OF_ONE_RUN =
            "employees, employee_changes, vouched_addresses, payout_batches, payout_items, payout_legs, approval_requests,"
                    + " approvals, batch_events, batch_edits, documents, idempotency_keys, payout_chunks, reconciliations,"
                    + " nonces, attempts, chain_heights, outbox, leases";

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Database administrator;
    private final Database worker;
    private final ChainClient node;
    private final AnvilRpc anvil;
    private final LocalContracts contracts;
    private final SimulatedCompany company;
    private String snapshot;

    private SimulatedWorld(Path folder) {
        try {
            var postgres = opened(LocalPostgres.forgetting(folder));
            Migrations.migrate(postgres.url(Role.OWNER));
            var chain = opened(LocalChain.forgetting(folder, new LocalChain.Mining.WhenToldSince(GENESIS)));
            administrator = opened(Database.open(postgres.administratorUrl(LocalPostgres.DATABASE), 2));
            worker = opened(Database.open(postgres.url(Role.WORKER), CONNECTIONS));
            node = new JsonRpcChainClient(JsonRpcChainClient.http(ANSWER), chain.url(), ANSWER);
            anvil = new AnvilRpc(chain.url());
            contracts = LocalContracts.deploy(chain.url());
            var web = opened(Database.open(postgres.url(Role.WEB), 2));
            company = SimulatedCompany.found(
                    web,
                    contracts,
                    node,
                    new Issuer(Clock.fixed(GENESIS, ZoneOffset.UTC), ids(new SplittableRandom(1))));
            snapshot = anvil.ask("evm_snapshot").asString();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts the servers, with their files in that folder. */
    public static SimulatedWorld open(Path folder) {
        return new SimulatedWorld(folder);
    }

    static Supplier<UUID> ids(RandomGenerator random) {
        return () -> new UUID((random.nextLong() & ~0xf000L) | 0x4000L, (random.nextLong() >>> 2) | (1L << 63));
    }

    /** Forgets what the run before has left. */
    void begin() {
        anvil.ask("evm_revert", snapshot);
        snapshot = anvil.ask("evm_snapshot").asString();
        administrator.acrossOrganizations(dsl -> dsl.execute("truncate " + OF_ONE_RUN + " restart identity cascade"));
    }

    Database administrator() {
        return administrator;
    }

    Database worker() {
        return worker;
    }

    ChainClient node() {
        return node;
    }

    AnvilRpc anvil() {
        return anvil;
    }

    LocalContracts contracts() {
        return contracts;
    }

    SimulatedCompany company() {
        return company;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a server did not stop", e);
            }
        }
    }
}
