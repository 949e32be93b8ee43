package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.LocalPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;

/** The demonstration as a process of its own, as a person starts it. */
final class DemoProcess implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private final Process process;
    private final Path folder;
    private final Path output;

    private DemoProcess(Process process, Path folder, Path output) {
        this.process = process;
        this.folder = folder;
        this.output = output;
    }

    static DemoProcess start(Path folder) throws IOException {
        var output = Files.createTempFile("pb-check-demo", ".out");
        var process = new ProcessBuilder(root().resolve("pb").toString(), "demo", "--data", folder.toString())
                .redirectOutput(output.toFile())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        return new DemoProcess(process, folder, output);
    }

    static Path root() {
        return Path.of(System.getProperty("pb.root", ".")).toAbsolutePath();
    }

    Path summary() {
        return folder.resolve("demo-summary.json");
    }

    /** Waits until the summary says that all is done; false when the process ends before or takes too long. */
    boolean awaitDone() throws InterruptedException {
        return await(() -> Files.exists(summary()) && read(summary()).contains("\"phase\" : \"done\""));
    }

    /** Waits until a transaction is signed: somebody is about to be paid, and nothing of it is booked. */
    boolean awaitFirstTransaction() throws InterruptedException {
        return await(this::hasSigned);
    }

    private boolean hasSigned() {
        var port = read(folder.resolve("postgres.port")).strip();
        if (port.isEmpty()) {
            return false;
        }
        try (var connection = DriverManager.getConnection(
                        "jdbc:postgresql://127.0.0.1:" + port + "/" + LocalPostgres.DATABASE + "?user=postgres");
                var statement = connection.createStatement();
                var rows = statement.executeQuery("select 1 from attempts limit 1")) {
            return rows.next();
        } catch (SQLException notYet) {
            return false;
        }
    }

    /** What it printed last, for whoever has to say that it did not come further. */
    String lastWords() {
        return read(output)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty() && !line.startsWith("at "))
                .reduce((_, last) -> last)
                .map(line -> "its last words: " + line)
                .orElse("it said nothing");
    }

    private boolean await(BooleanSupplier reached) throws InterruptedException {
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!reached.getAsBoolean()) {
            if (!process.isAlive() || System.nanoTime() > end) {
                return false;
            }
            TimeUnit.MILLISECONDS.sleep(50);
        }
        return true;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file, StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }

    /** Signal 9 to the process and to every server it started. */
    void killEverything() throws InterruptedException {
        var servers = process.descendants().toList();
        process.destroyForcibly();
        servers.forEach(ProcessHandle::destroyForcibly);
        process.waitFor();
    }

    @Override
    public void close() throws InterruptedException {
        process.destroy();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            killEverything();
        }
    }
}
