package com.protocolbanks.acceptance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Programs of the system's packages, and the user they run as. */
final class Installed {
    private static final String HOW = "; install postgresql, pgbouncer and redis-server (tools/prepare-tests does)";

    private Installed() {}

    /** A program on the PATH or among the system's servers. */
    static String program(String name) {
        var path = System.getenv("PATH") == null ? "" : System.getenv("PATH");
        return Stream.concat(Arrays.stream(path.split(":")), Stream.of("/usr/sbin", "/sbin"))
                .map(folder -> Path.of(folder, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow(() -> new AssertionError(name + " is not installed" + HOW))
                .toString();
    }

    /** A program of the newest installed PostgreSQL. */
    static String postgres(String name) {
        try (var versions = Files.list(Path.of("/usr/lib/postgresql"))) {
            return versions.max(Comparator.comparingInt(
                            folder -> Integer.parseInt(folder.getFileName().toString())))
                    .map(folder -> folder.resolve("bin").resolve(name).toString())
                    .orElseThrow(IOException::new);
        } catch (IOException absent) {
            throw new AssertionError("PostgreSQL is not installed" + HOW, absent);
        }
    }

    /** The command as a user who is not root, as these servers refuse root. */
    static List<String> unprivileged(List<String> line) {
        if (!isRoot()) {
            return line;
        }
        var whole = new ArrayList<>(
                List.of(program("setpriv"), "--reuid=postgres", "--regid=postgres", "--clear-groups", "--"));
        whole.addAll(line);
        return whole;
    }

    /** A new folder that the unprivileged user owns; not below the repository, whose parents may be closed to it. */
    static Path folder(String name) {
        try {
            var folder = Files.createTempDirectory("pb-" + name);
            if (isRoot()) {
                run(List.of("chown", "postgres:postgres", folder.toString()));
            }
            return folder;
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    /** Runs a command to its end, which must be a good one. */
    static void run(List<String> line) {
        run(line, Map.of());
    }

    /** The same, with variables besides those of this process. */
    static void run(List<String> line, Map<String, String> environment) {
        var ended = end(line, environment);
        if (ended.code() != 0) {
            throw new AssertionError(String.join(" ", line) + ": " + ended.said());
        }
    }

    /** How a command ended, and all it wrote. */
    record Ended(int code, String said) {}

    /** Runs a command to its end, whatever that is. */
    static Ended end(List<String> line, Map<String, String> environment) {
        try {
            var builder = new ProcessBuilder(line).redirectErrorStream(true);
            builder.environment().putAll(environment);
            var process = builder.start();
            var said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return new Ended(process.waitFor(), said.strip());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new AssertionError(interrupted);
        }
    }

    static void deleteTree(Path root) {
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    private static boolean isRoot() {
        return Optional.ofNullable(System.getProperty("user.name")).orElse("").equals("root");
    }
}
