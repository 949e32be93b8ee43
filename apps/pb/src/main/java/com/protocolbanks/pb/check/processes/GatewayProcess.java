package com.protocolbanks.pb.check.processes;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.gateway.GatewayConfig;
import com.protocolbanks.gateway.GatewayMain;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A gateway in a process of its own, told everything by its environment as in production. */
public final class GatewayProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final GatewayConfig config;
    private final Path output;
    private final HttpClient http;
    private final Kind kind;
    private Process process;
    private boolean killed;

    /**
     * How it is run.
     *
     * @param launcher words before the command, such as those of a control group
     * @param flags of the virtual machine, beside those of every gateway
     */
    public record Kind(List<String> launcher, List<String> flags) {
        /** Compiled quickly and not well: for checks, which start it often. */
        static final Kind BRIEF = brief("-XX:+UseSerialGC");

        static Kind brief(String flag) {
            return new Kind(List.of(), List.of("-XX:TieredStopAtLevel=1", flag));
        }
    }

    private GatewayProcess(GatewayConfig config, Path output, HttpClient http, Kind kind) throws IOException {
        this.config = config;
        this.output = output;
        this.http = http;
        this.kind = kind;
        this.process = launched();
    }

    /**
     * Starts one whose leases are short; it need not be ready yet.
     *
     * @param output to which it writes its log
     */
    public static GatewayProcess start(GatewayConfig config, Path output, HttpClient http) throws IOException {
        return start(config, output, http, Kind.BRIEF);
    }

    public static GatewayProcess start(GatewayConfig config, Path output, HttpClient http, Kind kind)
            throws IOException {
        return new GatewayProcess(config, output, http, kind);
    }

    /**
     * Runs one and ends it in good order, which leaves its classes loaded and linked in the file (JEP 514); those that are
     * run the way that is answered start in half the time.
     */
    public static Kind warmedUp(GatewayConfig config, Path output, HttpClient http, Path file)
            throws IOException, InterruptedException {
        try (var once = start(config, output, http, Kind.brief("-XX:AOTCacheOutput=" + file))) {
            once.awaitReady();
        }
        return Kind.brief("-XX:AOTCache=" + file);
    }

    private Process launched() throws IOException {
        var flags = new ArrayList<>(kind.flags());
        flags.add("-Xmx256m");
        var builder = new ProcessBuilder(JavaProcess.command(kind.launcher(), flags, GatewayMain.class))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(output.toFile()));
        builder.environment().putAll(environment(config));
        return builder.start();
    }

    private static Map<String, String> environment(GatewayConfig config) {
        return Map.ofEntries(
                Map.entry("DATABASE_URL", withUser(config.stores().database())),
                Map.entry("REDIS_URL", config.stores().redisUrl()),
                Map.entry("ZETACHAIN_RPC_URL", config.chain().rpcUrl().toString()),
                Map.entry("PB_CONTRACTS", config.chain().contracts().toString()),
                Map.entry("PB_RECEIVER", config.chain().receiver().toString()),
                Map.entry("PB_GATEWAY_ID", config.self().id()),
                Map.entry("PB_LOG_DIR", config.self().logFolder().toString()),
                Map.entry("PB_RECEIPT_KEY", config.self().receiptKey().toString()),
                Map.entry(
                        "PB_RECEIPT_KEY_PASSWORD_FILE",
                        config.self().receiptPassword().toString()),
                Map.entry(
                        "PB_SESSION_SECRET_FILE", config.self().sessionSecret().toString()),
                Map.entry("PB_GATEWAY_PORT", Integer.toString(config.serving().port())),
                Map.entry("PB_GATEWAY_URL", config.serving().publicUrl().toString()),
                Map.entry("PB_PUBLIC_URL", config.serving().consoleUrl().toString()),
                Map.entry("PB_UPSTREAMS", config.serving().upstreams().toString()));
    }

    private static String withUser(DatabaseUrl database) {
        return database.jdbc() + "?user=" + database.user().orElse("");
    }

    public URI url() {
        return URI.create("http://127.0.0.1:" + config.serving().port());
    }

    /** Of its processor so far. */
    public Duration processorTime() {
        return process.toHandle().info().totalCpuDuration().orElse(Duration.ZERO);
    }

    /** Whether it serves: it is up, and knows its store to be whole. */
    public boolean isReady() {
        try {
            var request = HttpRequest.newBuilder(url().resolve("/healthz"))
                    .timeout(Duration.ofSeconds(2))
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode() == 200;
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /**
     * Waits until it serves.
     *
     * @throws IllegalStateException when it ends by itself or is not ready in five minutes
     */
    public void awaitReady() throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isReady()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                throw new IllegalStateException(
                        config.self().id() + (process.isAlive() ? " is not ready" : " has ended") + ": " + output);
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
    }

    /** Signal 9 in the middle of whatever it does. */
    public void kill() {
        killed = true;
        process.destroyForcibly();
    }

    /** A new start after {@link #kill}, which is not waited for; nothing otherwise. */
    public void reviveIfKilled() throws IOException, InterruptedException {
        if (killed) {
            killed = false;
            process.waitFor();
            process = launched();
        }
    }

    /** Asks it to end, and ends it by force when it has not after a minute. */
    @Override
    public void close() {
        JavaProcess.end(process);
    }
}
