package com.protocolbanks.pb.bench.usage;

import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.pb.standalone.Servers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.postgresql.PGConnection;

/** The least that storing receipts can cost: COPY of the same rows into a table without an index, a check or a policy. */
final class CopiedRows implements AutoCloseable {
    private final Connection owner;
    private final Path file;

    private CopiedRows(Connection owner, Path file) {
        this.owner = owner;
        this.file = file;
    }

    static CopiedRows open(Servers servers) throws SQLException, IOException {
        var url = servers.database(Role.OWNER);
        var owner = DriverManager.getConnection(url.jdbc(), url.user().orElse(""), "");
        try (var statement = owner.createStatement()) {
            statement.execute("create table bench_copied as select * from usage_receipts with no data");
        }
        return new CopiedRows(owner, Files.createTempFile("pb-bench-sync", ".copy"));
    }

    /** Takes the rows of that seq out, and answers the seconds of putting as many into the empty table. */
    double seconds(Connection reader, long seq) throws SQLException, IOException {
        try (var out = Files.newOutputStream(file)) {
            reader.unwrap(PGConnection.class)
                    .getCopyAPI()
                    .copyOut("copy (select * from usage_receipts where seq = " + seq + ") to stdout", out);
        }
        try (var statement = owner.createStatement();
                var in = Files.newInputStream(file)) {
            statement.execute("truncate bench_copied");
            long begin = System.nanoTime();
            owner.unwrap(PGConnection.class).getCopyAPI().copyIn("copy bench_copied from stdin", in);
            return (System.nanoTime() - begin) / 1e9;
        }
    }

    @Override
    public void close() throws SQLException, IOException {
        owner.close();
        Files.delete(file);
    }
}
