package com.protocolbanks.benchmarks;

import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.payroll.spreadsheet.source.CsvTable;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import com.protocolbanks.payroll.spreadsheet.source.SheetRow;
import com.protocolbanks.payroll.spreadsheet.source.XlsxBook;
import java.io.IOException;
import java.io.StringReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.postgresql.PGConnection;
import org.postgresql.copy.CopyManager;

/**
 * The least that storing a payroll can cost: its cells are read and as many rows as a batch has (people, items, legs) are
 * copied into tables without an index, a constraint, a policy or a check.
 */
final class CopyLimit {
    private static final UUID OWNER = new UUID(0, 1);
    private static final int ROWS = 1_000_000;

    private final Path file;
    private final StringBuilder people = new StringBuilder();
    private final StringBuilder items = new StringBuilder();
    private final StringBuilder legs = new StringBuilder();
    private long ids = 1;
    private int count;

    CopyLimit(Path file) {
        this.file = file;
    }

    int run(RealPostgres postgres) throws IOException, SQLException {
        ReadingLimits limits = ReadingLimits.DEFAULT.rows(ROWS);
        if (file.toString().endsWith(".xlsx")) {
            try (XlsxBook book = XlsxBook.open(file, limits)) {
                book.read(book.sheets().getFirst(), this::row);
            }
        } else {
            new CsvTable(file, StandardCharsets.UTF_8, limits.table()).read(',', this::row);
        }
        try (Connection connection = postgres.administrator().dataSource().getConnection()) {
            connection.setAutoCommit(false);
            try (Statement statement = connection.createStatement()) {
                statement.execute("""
                        create table limit_people (id uuid, org uuid, number text, name text, address text);
                        create table limit_items (id uuid, org uuid, batch uuid, person uuid, line int, amount numeric,
                                                  name text, address text, number text, note text, split text);
                        create table limit_legs (id uuid, org uuid, batch uuid, item uuid, line int, rail text, asset text,
                                                 decimals int, units numeric, address text, name text)
                        """);
            }
            CopyManager copy = connection.unwrap(PGConnection.class).getCopyAPI();
            copy.copyIn("copy limit_people from stdin", new StringReader(people.toString()));
            copy.copyIn("copy limit_items from stdin", new StringReader(items.toString()));
            copy.copyIn("copy limit_legs from stdin", new StringReader(legs.toString()));
            connection.commit();
        }
        return count;
    }

    private boolean row(SheetRow row) {
        if (row.number() == 1) {
            return true;
        }
        count++;
        UUID person = id();
        UUID item = id();
        line(people, person, OWNER, row.text(0), row.text(1), row.text(2));
        line(
                items,
                item,
                OWNER,
                OWNER,
                person,
                row.number(),
                row.text(3),
                row.text(1),
                row.text(2),
                row.text(0),
                row.text(5),
                row.text(4));
        int parts = row.text(4).isEmpty() ? 1 : 2;
        for (int leg = 0; leg < parts; leg++) {
            line(
                    legs,
                    id(),
                    OWNER,
                    OWNER,
                    item,
                    row.number(),
                    "CHAIN",
                    "USDC",
                    6,
                    row.text(3),
                    row.text(2),
                    row.text(1));
        }
        return true;
    }

    private UUID id() {
        return new UUID(ids++ * 0x9e3779b97f4a7c15L, ids);
    }

    private static void line(StringBuilder to, Object... values) {
        for (int i = 0; i < values.length; i++) {
            to.append(i == 0 ? "" : "\t").append(values[i]);
        }
        to.append('\n');
    }
}
