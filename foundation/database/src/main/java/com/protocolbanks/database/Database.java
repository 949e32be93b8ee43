package com.protocolbanks.database;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.pool.HikariPool.PoolInitializationException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import javax.sql.DataSource;
import org.jooq.DSLContext;
import org.jooq.SQLDialect;
import org.jooq.conf.Settings;
import org.jooq.conf.StatementType;
import org.jooq.exception.DataAccessException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The unit of work: everything done in one call is one transaction, for one organization or for none.
 *
 * <p>Rows of a tenant are visible only inside {@link #inOrganization}; the organization is set with
 * {@code SET LOCAL}, so that a pooled connection carries nothing over (PgBouncer, transaction mode).
 */
public final class Database implements AutoCloseable {
    private static final Settings SETTINGS =
            new Settings().withRenderSchema(false).withStatementType(StatementType.PREPARED_STATEMENT);

    private final DataSource pool;

    private Database(DataSource pool) {
        this.pool = pool;
    }

    /**
     * Opens a pool of at most {@code connections} to the address.
     *
     * @throws DataAccessException when no connection can be made within 30 seconds
     */
    public static Database open(DatabaseUrl url, int connections) {
        var config = new HikariConfig();
        config.setJdbcUrl(url.jdbc());
        url.user().ifPresent(config::setUsername);
        url.password().ifPresent(config::setPassword);
        config.setMaximumPoolSize(connections);
        config.setMinimumIdle(1);
        config.setAutoCommit(true);
        config.setConnectionTimeout(10_000);
        config.setInitializationFailTimeout(10_000);
        config.addDataSourceProperty("reWriteBatchedInserts", "true");
        config.addDataSourceProperty("prepareThreshold", url.pooled() ? "0" : "5");
        try {
            return new Database(new HikariDataSource(config));
        } catch (PoolInitializationException unreachable) {
            throw new DataAccessException("cannot connect to the database", unreachable);
        }
    }

    /** Over connections from elsewhere; its owner closes them. */
    public static Database over(DataSource connections) {
        return new Database(connections);
    }

    /** Runs the work in one transaction that sees and writes rows of this organization only. */
    public <T extends @Nullable Object> T inOrganization(UUID organization, Function<DSLContext, T> work) {
        return transaction(context -> {
            context.fetch("select set_config('pb.org_id', ?, true)", organization.toString());
            return work.apply(context);
        });
    }

    /** {@link #inOrganization(UUID, Function)} without a result. */
    public void runInOrganization(UUID organization, Consumer<DSLContext> work) {
        inOrganization(organization, context -> {
            work.accept(context);
            return organization;
        });
    }

    /** Runs the work in one transaction without a tenant: system tables and look-up functions only. */
    public <T extends @Nullable Object> T acrossOrganizations(Function<DSLContext, T> work) {
        return transaction(work);
    }

    /**
     * One transaction on one connection. Not jOOQ's own, which asks the server for the isolation level each time: a
     * round trip of its own.
     */
    private <T extends @Nullable Object> T transaction(Function<DSLContext, T> work) {
        try (var connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            try {
                var result = work.apply(DSL.using(connection, SQLDialect.POSTGRES, SETTINGS));
                connection.commit();
                return result;
            } catch (RuntimeException | Error e) {
                undo(connection, e);
                throw e;
            }
        } catch (SQLException e) {
            throw new DataAccessException("the transaction could not be begun or ended", e);
        }
    }

    private static void undo(Connection connection, Throwable why) {
        try {
            connection.rollback();
        } catch (SQLException e) {
            why.addSuppressed(e);
        }
    }

    /** The pool itself, for a library that needs one. */
    public DataSource dataSource() {
        return pool;
    }

    @Override
    public void close() {
        if (pool instanceof HikariDataSource ours) {
            ours.close();
        }
    }
}
