package com.protocolbanks.acceptance;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.embedded.ServerProcess;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply.Answered;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Properties;

/**
 * PostgreSQL with passwords, PgBouncer in transaction mode before it, and Redis with a password, all from the system's
 * packages.
 */
final class InstalledServers implements AutoCloseable {
    private static final Duration START = Duration.ofSeconds(60);
    private static final String PASSWORD = "not-a-secret";
    private static final List<String> USERS = List.of("pb_owner", "pb_web", "pb_worker", "pb_auditor");

    private final Path folder = Installed.folder("acceptance");
    private final Deque<AutoCloseable> running = new ArrayDeque<>();
    private final int postgresPort = FreePorts.next();
    private final int poolPort = FreePorts.next();
    private final int redisPort = FreePorts.next();

    /** Starts all three. */
    static InstalledServers start() {
        var servers = new InstalledServers();
        try {
            servers.startPostgres();
            servers.createRoles();
            servers.startPool();
            servers.startRedis();
            return servers;
        } catch (RuntimeException | IOException | SQLException | AssertionError fault) {
            servers.close();
            throw new AssertionError("cannot start the installed servers: " + fault.getMessage(), fault);
        }
    }

    /** The pooled address for a role. */
    String pooledUrl(String user) {
        return "postgresql://" + user + ":" + PASSWORD + "@127.0.0.1:" + poolPort + "/protocolbanks?pgbouncer=true";
    }

    /** The direct address of the schema's owner. */
    DatabaseUrl directUrl() {
        return DatabaseUrl.of(directAddress());
    }

    /** The same as text. */
    String directAddress() {
        return "postgresql://pb_owner:" + PASSWORD + "@127.0.0.1:" + postgresPort + "/protocolbanks?sslmode=disable";
    }

    String redisUrl() {
        return "redis://:" + PASSWORD + "@127.0.0.1:" + redisPort + "/1";
    }

    private void startPostgres() throws IOException {
        var data = folder.resolve("postgres");
        var passwordFile = folder.resolve("password");
        Files.writeString(passwordFile, PASSWORD);
        Installed.run(Installed.unprivileged(List.of(
                Installed.postgres("initdb"),
                "--pgdata=" + data,
                "--username=postgres",
                "--auth=scram-sha-256",
                "--pwfile=" + passwordFile,
                "--encoding=UTF8",
                "--locale=C.UTF-8")));
        var line = List.of(
                Installed.postgres("postgres"),
                "-D",
                data.toString(),
                "-p",
                Integer.toString(postgresPort),
                "-c",
                "listen_addresses=127.0.0.1",
                "-c",
                "unix_socket_directories=" + folder,
                "-c",
                "fsync=off");
        start(
                new ServerProcess.Command("postgres", folder, Installed.unprivileged(line), "INT"),
                this::postgresAnswers);
    }

    private boolean postgresAnswers() {
        try (var connection = administrator("postgres", postgresPort)) {
            return connection.isValid(1);
        } catch (SQLException notYet) {
            return false;
        }
    }

    private static java.sql.Connection administrator(String database, int port) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", "postgres");
        properties.setProperty("password", PASSWORD);
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/" + database, properties);
    }

    private void createRoles() throws SQLException, IOException {
        try (var connection = administrator("postgres", postgresPort);
                var statement = connection.createStatement()) {
            try (var roles = InstalledServers.class.getClassLoader().getResourceAsStream("db/roles.sql")) {
                if (roles == null) {
                    throw new IOException("db/roles.sql is missing");
                }
                statement.execute(new String(roles.readAllBytes(), StandardCharsets.UTF_8));
            }
            for (var user : USERS) {
                statement.execute("alter role " + user + " password '" + PASSWORD + "'");
            }
            statement.execute("create database protocolbanks owner pb_owner");
        }
    }

    private void startPool() throws IOException {
        var users = new StringBuilder();
        USERS.forEach(user ->
                users.append('"').append(user).append("\" \"").append(PASSWORD).append("\"\n"));
        var userFile = Files.writeString(folder.resolve("users.txt"), users);
        var settings =
                Files.writeString(folder.resolve("pgbouncer.ini"), """
                [databases]
                protocolbanks = host=127.0.0.1 port=%d
                [pgbouncer]
                listen_addr = 127.0.0.1
                listen_port = %d
                unix_socket_dir =
                auth_type = scram-sha-256
                auth_file = %s
                pool_mode = transaction
                default_pool_size = 4
                max_client_conn = 200
                """.formatted(postgresPort, poolPort, userFile));
        var line = List.of(Installed.program("pgbouncer"), settings.toString());
        start(
                new ServerProcess.Command("pgbouncer", folder, Installed.unprivileged(line), "INT"),
                () -> !FreePorts.isFree(poolPort));
    }

    private void startRedis() {
        var line = List.of(
                Installed.program("redis-server"),
                "--bind",
                "127.0.0.1",
                "--port",
                Integer.toString(redisPort),
                "--dir",
                folder.toString(),
                "--save",
                "",
                "--requirepass",
                PASSWORD);
        try (var redis = RedisConnection.open(redisUrl())) {
            start(
                    new ServerProcess.Command("redis", folder, Installed.unprivileged(line), "TERM"),
                    () -> redis.ping() instanceof Answered<String>);
        }
    }

    private void start(ServerProcess.Command command, java.util.function.BooleanSupplier ready) {
        running.push(ServerProcess.start(command, ready, START));
    }

    @Override
    public void close() {
        for (var server : running) {
            try {
                server.close();
            } catch (Exception fault) {
                throw new IllegalStateException(fault);
            }
        }
        try {
            Installed.deleteTree(folder);
        } catch (UncheckedIOException kept) {
            System.err.println("cannot remove " + folder + ": " + kept);
        }
    }
}
