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

/** Postgres, Redis and a local chain with the contracts on it, keeping their data in one folder. */
public final class Servers implements AutoCloseable {
    private final Opened open = new Opened();
    private final LocalPostgres postgres;
    private final LocalRedis redis;
    private final LocalChain chain;
    private final LocalContracts contracts;

    private Servers(Path folder, LocalChain.Mining mining) {
        try {
            var data = open.add(DataFolder.open(folder));
            postgres = open.add(LocalPostgres.keeping(data));
            Migrations.migrate(postgres.url(Role.OWNER));
            redis = open.add(LocalRedis.keeping(data));
            chain = open.add(LocalChain.keeping(data, mining));
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
        open.close();
    }
}
