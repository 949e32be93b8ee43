package com.protocolbanks.acceptance;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.ServerProcess;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.web.WebMain;
import com.protocolbanks.worker.WorkerMain;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The product as it stands in production: web and workers as processes of their own over installed servers. */
final class Stack implements AutoCloseable {
    static final SigningKey OPERATOR =
            SigningKey.of(Hash32.of(DevAccount.ALL.getFirst().privateKey()));

    private final InstalledServers servers;
    private final Path folder;
    private final int port = FreePorts.next();
    private final Deque<AutoCloseable> apps = new ArrayDeque<>();
    private final HttpClient http = HttpClient.newHttpClient();

    private Stack(InstalledServers servers, Path folder) {
        this.servers = servers;
        this.folder = folder;
    }

    /** Starts the servers, brings the database to this version by the worker's own command, and writes the secret files. */
    static Stack prepare(Path folder) {
        var stack = new Stack(InstalledServers.start(), folder);
        stack.writeFiles();
        Installed.run(AppProcess.line(WorkerMain.class, List.of("migrate")), stack.migrationEnvironment());
        return stack;
    }

    private Map<String, String> migrationEnvironment() {
        return Map.of("DIRECT_URL", servers.directAddress());
    }

    private void writeFiles() {
        try {
            Files.writeString(file("master.key"), "5a".repeat(32));
            Files.writeString(file("operator.password"), "not-a-secret\n");
            Keystore.create(file("operator.json"), OPERATOR, "not-a-secret", new SecureRandom());
            Files.writeString(
                    file("contracts.json"),
                    "{\"chainId\": %d, \"multiSend\": \"%s\", \"operator\": \"%s\"}"
                            .formatted(
                                    LocalChain.CHAIN_ID,
                                    LocalChainFixture.contracts().multiSend(),
                                    OPERATOR.address()));
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** The web process, listening. */
    ServerProcess web() {
        return started(AppProcess.start("web", WebMain.class, folder, webEnvironment(), this::webAnswers));
    }

    /** One more worker, taking jobs. */
    ServerProcess worker(String name) {
        return started(AppProcess.start(
                name,
                WorkerMain.class,
                folder,
                workerEnvironment(),
                () -> log(name).contains("working")));
    }

    private ServerProcess started(ServerProcess app) {
        apps.push(app);
        return app;
    }

    private Map<String, String> webEnvironment() {
        return with(Map.of(
                "DATABASE_URL", servers.pooledUrl("pb_web"),
                "PB_MASTER_KEY_FILE", file("master.key").toString(),
                "PB_PUBLIC_URL", url().toString(),
                "PORT", Integer.toString(port)));
    }

    Map<String, String> workerEnvironment() {
        return with(Map.of(
                "DATABASE_URL", servers.pooledUrl("pb_worker"),
                "PB_RPC_READ_URLS", LocalChainFixture.url().toString(),
                "PB_KEYSTORE", file("operator.json").toString(),
                "PB_KEYSTORE_PASSWORD_FILE", file("operator.password").toString()));
    }

    private Map<String, String> with(Map<String, String> own) {
        var all = new HashMap<>(own);
        all.put("REDIS_URL", servers.redisUrl());
        all.put("ZETACHAIN_RPC_URL", LocalChainFixture.url().toString());
        all.put("PB_CONTRACTS", file("contracts.json").toString());
        return all;
    }

    InstalledServers servers() {
        return servers;
    }

    /** Where the pages and the API are. */
    URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** What a process has written so far. */
    String log(String name) {
        try {
            return Files.readString(folder.resolve(name + ".log"));
        } catch (IOException notYet) {
            return "";
        }
    }

    private Path file(String name) {
        return folder.resolve(name);
    }

    private boolean webAnswers() {
        var request = HttpRequest.newBuilder(url().resolve("/api/v1/auth/nonce"))
                .timeout(Duration.ofSeconds(10))
                .build();
        try {
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    @Override
    public void close() {
        for (var app : apps) {
            try {
                app.close();
            } catch (Exception fault) {
                throw new IllegalStateException(fault);
            }
        }
        http.close();
        servers.close();
    }
}
