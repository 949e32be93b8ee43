package com.protocolbanks.pb.standalone;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.database.Migrations;
import com.protocolbanks.embedded.DataFolder;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.embedded.LocalPostgres;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.embedded.LocalRedis;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.Deque;

/** Postgres, Redis and a local chain with the contracts on it, keeping their data in one folder. */
public final class Servers implements AutoCloseable {
    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final LocalPostgres postgres;
    private final LocalRedis redis;
    private final LocalChain chain;
    private final LocalContracts contracts;

    private Servers(Path folder, LocalChain.Mining mining) {
        try {
            var data = opened(DataFolder.open(folder));
            postgres = opened(LocalPostgres.keeping(data));
            Migrations.migrate(postgres.url(Role.OWNER));
            redis = opened(LocalRedis.keeping(data));
            chain = opened(LocalChain.keeping(data, mining));
            contracts = LocalContracts.deploy(chain.url());
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Starts all of them, or finds again what an earlier process left in the folder. */
    public static Servers start(Path folder, LocalChain.Mining mining) {
        return new Servers(folder, mining);
    }

    public DatabaseUrl database(Role role) {
        return postgres.url(role);
    }

    public String redisUrl() {
        return redis.url();
    }

    /** Kills Redis with signal 9 and starts it again on what it has kept. */
    public void crashRedis() throws InterruptedException {
        redis.crash();
    }

    /** Redis answers nothing any more, and keeps its connections. */
    public void pauseRedis() {
        redis.pause();
    }

    /** It answers again, first of all what it was asked meanwhile. */
    public void resumeRedis() {
        redis.resume();
    }

    public URI chainUrl() {
        return chain.url();
    }

    public LocalContracts contracts() {
        return contracts;
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

    private <T extends AutoCloseable> T opened(T server) {
        open.push(server);
        return server;
    }
}
