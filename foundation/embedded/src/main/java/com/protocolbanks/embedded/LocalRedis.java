package com.protocolbanks.embedded;

import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply.Answered;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A Redis 7.0 of our own. */
public final class LocalRedis implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);

    private final ServerProcess.Command command;
    private final int port;
    private ServerProcess server;

    private LocalRedis(ServerProcess.Command command, int port) {
        this.command = command;
        this.port = port;
        this.server = launched(command, port);
    }

    /** A Redis that keeps its data in the folder: after a crash at most the last second is missing. */
    public static LocalRedis keeping(DataFolder folder) {
        var home = folder.resolve("redis");
        ServerProcess.endOrphan("redis", home);
        return start(home, folder.port("redis"), List.of("--appendonly", "yes", "--appendfsync", "everysec"));
    }

    /** A Redis that forgets; the folder is for its program and log. */
    public static LocalRedis forgetting(Path folder) {
        return FreePorts.startOn(port -> start(folder, port, List.of("--appendonly", "no")));
    }

    private static LocalRedis start(Path home, int port, List<String> options) {
        var command = new ArrayList<>(List.of(
                binary(home).toString(),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--dir",
                home.toString(),
                "--save",
                ""));
        command.addAll(options);
        return new LocalRedis(new ServerProcess.Command("redis", home, command, "TERM"), port);
    }

    private static ServerProcess launched(ServerProcess.Command command, int port) {
        try (var redis = RedisConnection.open("redis://127.0.0.1:" + port)) {
            return ServerProcess.start(command, () -> redis.ping() instanceof Answered<String>, START);
        }
    }

    /** Unpacks the program that the library carries for this system. */
    private static Path binary(Path home) {
        var system = System.getProperty("os.name").toLowerCase(Locale.ROOT).startsWith("mac") ? "darwin" : "linux";
        var machine = System.getProperty("os.arch").equals("aarch64") ? "arm64" : "amd64";
        var name = "redis-server-7.0.15-" + system + "-" + machine;
        var target = home.resolve(name);
        if (Files.isExecutable(target)) {
            return target;
        }
        try (var packed = LocalRedis.class.getClassLoader().getResourceAsStream(name)) {
            if (packed == null) {
                throw new FileNotFoundException("no Redis for " + system + " on " + machine);
            }
            Files.createDirectories(home);
            var part = Files.createTempFile(home, name, ".part");
            Files.copy(packed, part, StandardCopyOption.REPLACE_EXISTING);
            if (!part.toFile().setExecutable(true)) {
                throw new IOException("cannot make " + part + " executable");
            }
            return Files.move(part, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot unpack Redis", fault);
        }
    }

    public String url() {
        return "redis://127.0.0.1:" + port;
    }

    /** The process number of the server, for tests that kill it. */
    public synchronized long pid() {
        return server.pid();
    }

    /** Signal 9 in the middle of whatever it does, and a new start on what it has kept. */
    public synchronized void crash() throws InterruptedException {
        server.process().destroyForcibly().waitFor();
        server.close();
        server = launched(command, port);
    }

    /** It keeps its connections and answers nothing, until {@link #resume}. */
    public synchronized void pause() {
        Signals.send("STOP", server.pid());
    }

    public synchronized void resume() {
        Signals.send("CONT", server.pid());
    }

    @Override
    public synchronized void close() {
        server.close();
    }
}
