package com.protocolbanks.pb.simulation.outside;

import com.protocolbanks.database.Database;
import com.protocolbanks.pb.simulation.faults.Faults;
import com.protocolbanks.pb.simulation.time.Killed;
import com.protocolbanks.pb.simulation.time.SimulatedProcess;
import com.protocolbanks.pb.simulation.time.Stage;
import java.io.PrintWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.util.Set;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** A process's connections to a real Postgres: a step before and after each transaction, and faults at its end. */
public final class SimulatedConnections implements DataSource {
    private static final String PRODUCT = "com.protocolbanks.";
    private static final Set<String> BETWEEN =
            Set.of("com.protocolbanks.pb.", "com.protocolbanks.database.", "com.protocolbanks.payouts.RunContext");

    private final DataSource real;
    private final Stage stage;
    private final Faults faults;
    private final SimulatedProcess process;

    private SimulatedConnections(DataSource real, Stage stage, Faults faults, SimulatedProcess process) {
        this.real = real;
        this.stage = stage;
        this.faults = faults;
        this.process = process;
    }

    public static Database database(Database real, Stage stage, Faults faults, SimulatedProcess process) {
        return Database.over(new SimulatedConnections(real.dataSource(), stage, faults, process));
    }

    @Override
    public Connection getConnection() throws SQLException {
        var what = caller();
        stage.step("begin " + what);
        var connection = real.getConnection();
        stage.beginTransaction();
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(),
                new Class<?>[] {Connection.class},
                (_, method, arguments) -> asked(connection, what, method, arguments));
    }

    private @Nullable Object asked(Connection connection, String what, Method method, Object[] arguments)
            throws Throwable {
        switch (method.getName()) {
            case "commit" -> commit(connection, what);
            case "close" -> {
                connection.close();
                stage.endTransaction();
                if (!process.isKilled()) {
                    stage.step("end " + what);
                }
            }
            default -> {
                try {
                    return method.invoke(connection, arguments);
                } catch (InvocationTargetException e) {
                    throw e.getCause();
                }
            }
        }
        return null;
    }

    private void commit(Connection connection, String what) throws SQLException {
        switch (faults.onCommit(process)) {
            case NONE -> connection.commit();
            case CUT -> {
                connection.rollback();
                stage.mark("CUT before the commit of " + what);
                throw new SQLException("the connection broke", "08006");
            }
            case REPLY_LOST -> {
                connection.commit();
                stage.mark("CUT after the commit of " + what);
                throw new SQLException("the connection broke", "08006");
            }
            case KILLED -> {
                connection.rollback();
                stage.mark("died before the commit of " + what);
                throw new Killed();
            }
        }
    }

    /** Which piece of the product asks: its class and method. */
    private static String caller() {
        return StackWalker.getInstance()
                .walk(frames -> frames.filter(frame -> frame.getClassName().startsWith(PRODUCT))
                        .filter(frame -> BETWEEN.stream().noneMatch(frame.getClassName()::startsWith))
                        .findFirst()
                        .map(frame -> simple(frame.getClassName()) + "." + plain(frame.getMethodName()))
                        .orElse("?"));
    }

    private static String simple(String className) {
        return className.substring(className.lastIndexOf('.') + 1);
    }

    /** {@code bind} of {@code lambda$bind$0}. */
    private static String plain(String method) {
        return method.startsWith("lambda$") ? method.substring("lambda$".length(), method.lastIndexOf('$')) : method;
    }

    @Override
    public Connection getConnection(String user, String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public PrintWriter getLogWriter() throws SQLException {
        return real.getLogWriter();
    }

    @Override
    public void setLogWriter(PrintWriter out) throws SQLException {
        real.setLogWriter(out);
    }

    @Override
    public void setLoginTimeout(int seconds) throws SQLException {
        real.setLoginTimeout(seconds);
    }

    @Override
    public int getLoginTimeout() throws SQLException {
        return real.getLoginTimeout();
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        return real.unwrap(type);
    }

    @Override
    public boolean isWrapperFor(Class<?> type) throws SQLException {
        return real.isWrapperFor(type);
    }
}
