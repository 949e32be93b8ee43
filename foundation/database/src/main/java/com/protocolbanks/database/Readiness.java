package com.protocolbanks.database;

import java.util.Optional;
import org.jooq.DSLContext;

/** Whether a process may work with the database it was given; each answer is one sentence for the person who starts it. */
public final class Readiness {
    private Readiness() {}

    /** What is wrong for a process of the access layer; empty when nothing is. */
    public static Optional<String> problemForWeb(Database database) {
        return database.acrossOrganizations(Readiness::problem);
    }

    /** What is wrong for a process of the execution layer; empty when nothing is. */
    public static Optional<String> problemForWorker(Database database) {
        return database.acrossOrganizations(dsl -> problem(dsl).or(() -> notAWorker(dsl)));
    }

    /** What is wrong for a gateway; empty when nothing is. */
    public static Optional<String> problemForGateway(Database database) {
        return database.acrossOrganizations(dsl -> problem(dsl).or(() -> notAGateway(dsl)));
    }

    private static Optional<String> problem(DSLContext dsl) {
        if (is(dsl, "select rolsuper or rolbypassrls from pg_roles where rolname = current_user")) {
            return Optional.of("DATABASE_URL logs in as " + user(dsl)
                    + ", whom row-level security does not bind; use the role pb_web or pb_worker.");
        }
        if (is(dsl, "select to_regclass('organizations') is null or to_regclass('outbox') is null")) {
            return Optional.of(
                    "The database has no tables of ProtocolBanks; run the migrations with DIRECT_URL first.");
        }
        return Optional.empty();
    }

    private static Optional<String> notAWorker(DSLContext dsl) {
        return is(dsl, "select not has_table_privilege('leases', 'update')")
                ? Optional.of(
                        "DATABASE_URL logs in as " + user(dsl) + ", who may not touch jobs; use the role pb_worker.")
                : Optional.empty();
    }

    private static Optional<String> notAGateway(DSLContext dsl) {
        return is(dsl, "select not has_table_privilege('epoch_reports', 'insert')")
                ? Optional.of("DATABASE_URL logs in as " + user(dsl)
                        + ", who may not report on the metering store; use the role pb_gateway.")
                : Optional.empty();
    }

    private static boolean is(DSLContext dsl, String question) {
        return Boolean.TRUE.equals(dsl.fetchValue(question));
    }

    private static Object user(DSLContext dsl) {
        return String.valueOf(dsl.fetchValue("select current_user"));
    }
}
