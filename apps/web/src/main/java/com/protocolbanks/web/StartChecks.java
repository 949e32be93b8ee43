package com.protocolbanks.web;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.Readiness;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Looks at the surroundings before anything is served; each finding says what is wrong and what to do. */
final class StartChecks {
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);

    private final WebConfig config;
    private final List<String> findings = new ArrayList<>();

    private StartChecks(WebConfig config) {
        this.config = config;
    }

    /** @throws StartRefused with a sentence for each thing that is not as it has to be */
    static void pass(WebConfig config) {
        var checks = new StartChecks(config);
        checks.port();
        checks.database();
        checks.redis();
        checks.masterKey();
        checks.deployment().ifPresent(checks::chain);
        if (!checks.findings.isEmpty()) {
            throw new StartRefused(checks.findings);
        }
    }

    private void port() {
        try (var socket = new ServerSocket()) {
            socket.setReuseAddress(true);
            socket.bind(new InetSocketAddress(config.port()));
        } catch (IOException taken) {
            findings.add("Port " + config.port() + " is taken by another program; set PORT to a free one.");
        }
    }

    private void database() {
        try (var database = Database.open(config.stores().databaseUrl(), 1)) {
            Readiness.problemForWeb(database).ifPresent(findings::add);
        } catch (RuntimeException e) {
            findings.add("The database " + config.stores().databaseUrl() + " does not answer (" + firstLine(e)
                    + "); check DATABASE_URL.");
        }
    }

    private void redis() {
        try (var redis = RedisConnection.open(config.stores().redisUrl())) {
            long deadline = System.nanoTime() + CONNECT.toNanos();
            RedisReply<String> reply = redis.ping();
            while (reply instanceof RedisReply.RedisUnavailable<String> && System.nanoTime() < deadline) {
                reply = redis.ping();
            }
            if (reply instanceof RedisReply.RedisUnavailable<String>(var reason)) {
                findings.add("Redis does not answer (" + reason + "); check REDIS_URL.");
            }
        } catch (IllegalArgumentException e) {
            findings.add("REDIS_URL cannot be used: " + e.getMessage() + ".");
        }
    }

    private void masterKey() {
        try {
            Deployment.masterKey(config.stores().masterKeyFile());
        } catch (RuntimeException e) {
            findings.add("The master key cannot be used: " + firstLine(e) + "; correct PB_MASTER_KEY_FILE.");
        }
    }

    private Optional<Deployment> deployment() {
        try {
            return Optional.of(Deployment.read(config.chain().contracts()));
        } catch (RuntimeException e) {
            findings.add("The contracts file " + config.chain().contracts() + " cannot be read (" + firstLine(e)
                    + "); it has to name chainId, multiSend and operator; correct PB_CONTRACTS.");
            return Optional.empty();
        }
    }

    private void chain(Deployment deployment) {
        try (var http = JsonRpcChainClient.http(CONNECT)) {
            var chain = new JsonRpcChainClient(http, config.chain().rpcUrl(), ANSWER);
            var found = chain.chainId();
            if (!found.equals(deployment.chainId())) {
                findings.add("The chain endpoint belongs to chain " + found + ", but the contracts file is for chain "
                        + deployment.chainId() + "; correct ZETACHAIN_RPC_URL or PB_CONTRACTS.");
            } else if (chain.code(deployment.multiSend()).length == 0) {
                findings.add("There is no contract at " + deployment.multiSend() + " on chain " + found
                        + "; deploy MultiSend first or correct PB_CONTRACTS.");
            }
        } catch (ChainUnavailable _) {
            findings.add("The chain endpoint does not answer; check ZETACHAIN_RPC_URL.");
        }
    }

    private static String firstLine(Throwable fault) {
        var root = fault;
        while (root.getCause() != null) {
            root = root.getCause();
        }
        return String.valueOf(root.getMessage()).lines().findFirst().orElse("");
    }
}
