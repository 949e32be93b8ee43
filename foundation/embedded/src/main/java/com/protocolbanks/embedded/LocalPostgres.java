package com.protocolbanks.embedded;

import com.protocolbanks.database.DatabaseUrl;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Comparator;
import java.util.Optional;

/**
 * A PostgreSQL 18 of our own, with the roles of the product and one database of theirs.
 *
 * <p>It trusts whoever connects from this machine: for development and tests only.
 */
public final class LocalPostgres implements AutoCloseable {
    /** The database of the product. */
    public static final String DATABASE = "protocolbanks";

    private static final Duration START = Duration.ofSeconds(90);
    private static final Duration STOP = Duration.ofSeconds(30);
    private static final String ADMINISTRATOR = "postgres";

    private final EmbeddedPostgres postgres;
    private final Path data;
    private final Watchdog watchdog;

    private LocalPostgres(EmbeddedPostgres postgres, Path data) {
        this.postgres = postgres;
        this.data = data;
        this.watchdog = Watchdog.over(postmaster(data).orElseThrow().pid(), "INT");
    }

    /** The roles of {@code db/roles.sql} that log in. */
    public enum Role {
        OWNER("pb_owner"),
        WEB("pb_web"),
        WORKER("pb_worker"),
        GATEWAY("pb_gateway"),
        AUDITOR("pb_auditor");

        private final String user;

        Role(String user) {
            this.user = user;
        }
    }

    /** A Postgres that keeps its data in the folder; what it has committed outlives a crash. */
    public static LocalPostgres keeping(DataFolder folder) {
        var home = folder.resolve("postgres");
        var data = home.resolve("data");
        var initialised = home.resolve("initialised");
        try {
            endOrphan(data);
            if (Files.notExists(initialised)) {
                deleteTree(data); // the rest of a first start that was broken off
            }
            Files.createDirectories(data);
            var started = start(
                    builder(data, folder.port("postgres"))
                            .setOverrideWorkingDirectory(programs(home).toFile())
                            .setServerConfig("fsync", "on")
                            .setServerConfig("synchronous_commit", "on"),
                    data);
            Files.writeString(initialised, "");
            return started;
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot start Postgres in " + home, fault);
        }
    }

    /** Where the program is unpacked: once for all folders of a checkout, else in the folder itself. */
    private static Path programs(Path home) {
        var root = System.getProperty("pb.root");
        return root == null ? home.resolve("program") : Path.of(root, "target", "programs");
    }

    /** A Postgres that need not outlive a crash, and is fast for it. */
    public static LocalPostgres forgetting(Path folder) {
        var data = folder.resolve("data");
        try {
            Files.createDirectories(data);
            return start(builder(data, FreePorts.next()), data);
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot start Postgres in " + folder, fault);
        }
    }

    private static EmbeddedPostgres.Builder builder(Path data, int port) {
        return EmbeddedPostgres.builder()
                .setPort(port)
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setRegisterShutdownHook(false)
                .setPGStartupWait(START)
                .setServerConfig("listen_addresses", "127.0.0.1")
                .setServerConfig("max_connections", "200");
    }

    private static LocalPostgres start(EmbeddedPostgres.Builder builder, Path data) throws IOException {
        var local = new LocalPostgres(builder.start(), data);
        try {
            local.createRolesAndDatabase();
        } catch (SQLException | RuntimeException fault) {
            local.close();
            throw new IllegalStateException("cannot prepare the local Postgres: " + fault.getMessage(), fault);
        }
        return local;
    }

    private void createRolesAndDatabase() throws SQLException, IOException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(resource("db/roles.sql"));
            try (var found = statement.executeQuery("select 1 from pg_database where datname = '" + DATABASE + "'")) {
                if (found.next()) {
                    return;
                }
            }
            statement.execute("create database " + DATABASE + " owner pb_owner");
        }
    }

    private static String resource(String name) throws IOException {
        try (var in = LocalPostgres.class.getClassLoader().getResourceAsStream(name)) {
            if (in == null) {
                throw new FileNotFoundException(name);
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** The address of the product's database for a role. */
    public DatabaseUrl url(Role role) {
        return url(role, DATABASE);
    }

    /** The address of another database of this server for a role. */
    public DatabaseUrl url(Role role, String database) {
        return url(role.user, database);
    }

    /** The address of a database for the superuser, who is above all tenancy: to make and drop databases. */
    public DatabaseUrl administratorUrl(String database) {
        return url(ADMINISTRATOR, database);
    }

    private DatabaseUrl url(String user, String database) {
        return DatabaseUrl.of("postgresql://" + user + "@127.0.0.1:" + postgres.getPort() + "/" + database);
    }

    /** The process number of the server, for tests that kill it. */
    public long pid() {
        return postmaster(data).orElseThrow().pid();
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot stop Postgres", fault);
        } finally {
            watchdog.close();
        }
    }

    private static void endOrphan(Path data) {
        // SIGINT is Postgres' fast stop: it does not wait for clients
        postmaster(data).ifPresent(orphan -> Signals.end("INT", orphan, STOP));
    }

    /** The server that runs on this data, by what it has written down itself. */
    private static Optional<ProcessHandle> postmaster(Path data) {
        try {
            var lines = Files.readAllLines(data.resolve("postmaster.pid"));
            return ProcessHandle.of(Long.parseLong(lines.getFirst().strip()))
                    .filter(process -> process.info()
                            .command()
                            .map(command -> command.endsWith("postgres"))
                            .orElse(false));
        } catch (IOException | NumberFormatException none) {
            return Optional.empty();
        }
    }

    private static void deleteTree(Path root) throws IOException {
        if (Files.notExists(root)) {
            return;
        }
        try (var files = Files.walk(root)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
