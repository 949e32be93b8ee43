package com.protocolbanks.web;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The web process over a real Postgres, Redis and chain, for one test class. */
final class RunningWeb implements BeforeAllCallback, AfterAllCallback {
    private final RealRedis redis = new RealRedis();
    private @Nullable RealPostgres postgres;
    private @Nullable WebApp app;

    @Override
    public void beforeAll(ExtensionContext context) {
        postgres = RealPostgres.open();
        int port = FreePorts.next();
        var folder = Path.of("target", "web-" + port);
        app = WebApp.start(new WebConfig(
                new WebConfig.Stores(postgres.url(Role.WEB), redis.url(), file(folder, "master.key", "07".repeat(32))),
                new WebConfig.Chain(LocalChainFixture.url(), file(folder, "contracts.json", contracts())),
                URI.create("http://127.0.0.1:" + port),
                port,
                WebConfig.Additions.NONE));
    }

    URI url() {
        return URI.create("http://127.0.0.1:" + running().port());
    }

    RealPostgres postgres() {
        if (postgres == null) {
            throw new IllegalStateException("the database exists only while its test class runs");
        }
        return postgres;
    }

    RealRedis redis() {
        return redis;
    }

    private WebApp running() {
        if (app == null) {
            throw new IllegalStateException("the server runs only while its test class does");
        }
        return app;
    }

    private static String contracts() {
        var contracts = LocalChainFixture.contracts();
        return """
                {"chainId": 31337, "multiSend": "%s", "operator": "%s", "batchSettlement": "%s",
                 "billingTokens": [{"symbol": "USDC", "address": "%s", "decimals": 6, "name": "USD Coin", "version": "2"}]}
                """.formatted(
                        contracts.multiSend(),
                        DevAccount.ALL.getFirst().address(),
                        contracts.billing().settlement(),
                        contracts.token(DevelopmentToken.USDC));
    }

    private static Path file(Path folder, String name, String text) {
        try {
            return Files.writeString(Files.createDirectories(folder).resolve(name), text);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    @Override
    public void afterAll(ExtensionContext context) {
        running().close();
        postgres().close();
    }
}
