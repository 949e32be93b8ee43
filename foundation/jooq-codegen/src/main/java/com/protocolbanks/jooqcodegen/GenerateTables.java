package com.protocolbanks.jooqcodegen;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HexFormat;
import org.flywaydb.core.Flyway;
import org.jooq.codegen.GenerationTool;
import org.jooq.meta.jaxb.Configuration;
import org.jooq.meta.jaxb.Database;
import org.jooq.meta.jaxb.Generate;
import org.jooq.meta.jaxb.Generator;
import org.jooq.meta.jaxb.Jdbc;
import org.jooq.meta.jaxb.Target;

/**
 * Writes jOOQ's table classes from the migrations as a real Postgres understands them.
 *
 * <p>Arguments: the folder with {@code roles.sql} and {@code migration/}, and the folder to write to. Nothing is done
 * while the migrations' digest equals the one of the last run.
 */
public final class GenerateTables {
    private static final String SETTINGS = "3.21.7;public;records;no-routines";
    private static final String PACKAGE = "com.protocolbanks.database.generated";

    private GenerateTables() {}

    public static void main(String[] args) throws Exception {
        var source = Path.of(args[0]);
        var target = Path.of(args[1]);
        var stamp = target.resolveSibling("jooq.sha256");
        var digest = digest(source);
        if (Files.exists(stamp) && Files.readString(stamp).equals(digest)) {
            return;
        }
        generate(source, target);
        Files.writeString(stamp, digest);
    }

    private static void generate(Path source, Path target) throws Exception {
        try (var postgres = EmbeddedPostgres.builder()
                .setPGStartupWait(Duration.ofSeconds(90))
                .start()) {
            createRoles(postgres, source);
            Flyway.configure()
                    .dataSource(postgres.getPostgresDatabase())
                    .locations("filesystem:" + source.resolve("migration"))
                    .load()
                    .migrate();
            GenerationTool.generate(configuration(postgres.getJdbcUrl("postgres", "postgres"), target));
        }
    }

    private static void createRoles(EmbeddedPostgres postgres, Path source) throws SQLException, IOException {
        try (var connection = postgres.getPostgresDatabase().getConnection();
                var statement = connection.createStatement()) {
            statement.execute(Files.readString(source.resolve("roles.sql")));
        }
    }

    private static Configuration configuration(String url, Path target) {
        return new Configuration()
                .withJdbc(new Jdbc().withDriver("org.postgresql.Driver").withUrl(url))
                .withGenerator(new Generator()
                        .withDatabase(new Database()
                                .withInputSchema("public")
                                .withOutputSchemaToDefault(true)
                                .withIncludeRoutines(false)
                                .withExcludes("flyway_schema_history"))
                        .withGenerate(
                                new Generate().withGeneratedAnnotation(false).withRecords(true))
                        .withTarget(new Target().withPackageName(PACKAGE).withDirectory(target.toString())));
    }

    private static String digest(Path source) throws IOException, NoSuchAlgorithmException {
        var sha256 = MessageDigest.getInstance("SHA-256");
        sha256.update(SETTINGS.getBytes(StandardCharsets.UTF_8));
        try (var files = Files.walk(source)) {
            for (var file : files.filter(Files::isRegularFile).sorted().toList()) {
                sha256.update(source.relativize(file).toString().getBytes(StandardCharsets.UTF_8));
                sha256.update(Files.readAllBytes(file));
            }
        }
        return HexFormat.of().formatHex(sha256.digest());
    }
}
