package com.protocolbanks.database;

import org.flywaydb.core.Flyway;

/** Brings a schema to this version of the product, through the direct address, as its owner. */
public final class Migrations {
    private Migrations() {}

    /** Applies what is missing and returns how many migrations that were; throws when the schema is newer or altered. */
    public static int migrate(DatabaseUrl direct) {
        return Flyway.configure()
                .dataSource(
                        direct.jdbc(),
                        direct.user().orElse(""),
                        direct.password().orElse(""))
                .locations("classpath:db/migration")
                .load()
                .migrate()
                .migrationsExecuted;
    }
}
