package com.protocolbanks.benchmarks;

import com.protocolbanks.evm.Address;
import com.protocolbanks.fixtures.PayrollFileGenerator;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.payees.KnownPayees;
import com.protocolbanks.payroll.rows.ReadingContext;
import com.protocolbanks.payroll.spreadsheet.PayrollFile;
import com.protocolbanks.payroll.spreadsheet.PayrollReader;
import com.protocolbanks.payroll.spreadsheet.ReadResult;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * From a file to a stored batch: ours beside the limit (reading the cells and COPY of as many rows, nothing else) and
 * beside other readers.
 *
 * <p>Wanted: storing within twice the limit, and reading with all checks five times as fast as POI's streaming reader.
 */
public final class ImportBench {
    private ImportBench() {}

    /**
     * Measures and writes two files: the figures as JSON, and the same as a table.
     *
     * @param args how many rows, how many rounds, and the two files
     */
    public static void main(String[] args) throws Exception {
        int rows = Integer.parseInt(args[0]);
        int rounds = Integer.parseInt(args[1]);
        Path folder = Files.createTempDirectory("pb-bench-import");
        try {
            Path xlsx = PayrollFileGenerator.xlsx(folder.resolve("payroll.xlsx"), rows);
            Path csv = PayrollFileGenerator.csv(folder.resolve("payroll.csv"), rows);
            Turns turns = new Turns();
            turns.add("read xlsx", () -> read(xlsx, rows));
            turns.add("read xlsx, POI SAX", () -> PeerReaders.poiSax(xlsx));
            turns.add("read xlsx, fastexcel", () -> PeerReaders.fastexcel(xlsx));
            turns.add("read csv", () -> read(csv, rows));
            for (Path file : List.of(xlsx, csv)) {
                String kind = file.equals(xlsx) ? "xlsx" : "csv";
                turns.add("store " + kind, new Stored(file, rows));
                turns.add("limit " + kind, new Limit(file));
            }
            turns.run(rounds, rows);
            Files.writeString(Path.of(args[2]), json(turns, rows, rounds));
            Files.writeString(Path.of(args[3]), table(turns, rows, rounds));
        } finally {
            for (String name : List.of("payroll.xlsx", "payroll.csv")) {
                Files.deleteIfExists(folder.resolve(name));
            }
            Files.deleteIfExists(folder);
        }
    }

    private static int read(Path file, int rows) {
        Asset usdc = new Asset("USDC", 6, "USD");
        Asset usdt = new Asset("USDT", 6, "USD");
        ReadResult result = new PayrollReader(ReadingLimits.DEFAULT.rows(rows))
                .read(
                        PayrollFile.of(file),
                        new ReadingContext(
                                new ReadingContext.Tokens(usdc, Map.of("USDC", usdc, "USDT", usdt)),
                                new ReadingContext.Parties(Address.ZERO, Set.of(), Set.of()),
                                KnownPayees.NONE,
                                Set.of(),
                                ReadingContext.DEFAULT_PROBLEM_LIMIT));
        return switch (result) {
            case ReadResult.Rows read -> read.rows().size();
            case ReadResult.Problems problems -> throw new IllegalStateException("not read: " + problems);
        };
    }

    private static String table(Turns turns, int rows, int rounds) {
        return """
                %,d rows, every number the median of %d rounds in turns, in a heap of %,d MB. Reading is ours with every check,
                the others' without any. Storing is reading, checking and one transaction; its limit is reading the cells and
                COPY of as many rows into tables without an index, a constraint, a policy or a check.

                | | ms |
                |---|---|
                %s

                | | is | wanted |
                |---|---|---|
                | store xlsx, of its limit | %.2f | at most 2 |
                | store csv, of its limit | %.2f | at most 2 |
                | POI's streaming reader, of our reading | %.2f | at least 5 |
                | fastexcel, of our reading | %.2f | |
                """.formatted(
                        rows,
                        rounds,
                        Runtime.getRuntime().maxMemory() >> 20,
                        turns.table(),
                        turns.ratio("store xlsx", "limit xlsx"),
                        turns.ratio("store csv", "limit csv"),
                        turns.ratio("read xlsx, POI SAX", "read xlsx"),
                        turns.ratio("read xlsx, fastexcel", "read xlsx"));
    }

    private static String json(Turns turns, int rows, int rounds) {
        return ("{\"bench\":\"import\",\"rows\":%d,\"rounds\":%d,\"heap_mb\":%d,\"times\":%s,"
                        + "\"ratios\":{\"store_xlsx_to_limit\":%.3f,\"store_csv_to_limit\":%.3f,\"poi_to_ours\":%.3f}}")
                .formatted(
                        rows,
                        rounds,
                        Runtime.getRuntime().maxMemory() >> 20,
                        turns.json(),
                        turns.ratio("store xlsx", "limit xlsx"),
                        turns.ratio("store csv", "limit csv"),
                        turns.ratio("read xlsx, POI SAX", "read xlsx"));
    }

    /** A database of its own for each run, emptied of the one before. */
    private abstract static class InDatabase implements Turns.Contender {
        private @Nullable RealPostgres postgres;

        @Override
        public void ready() {
            if (postgres != null) {
                postgres.close();
            }
            postgres = RealPostgres.open();
            readyIn(postgres);
        }

        @Override
        public int run() throws Exception {
            RealPostgres opened = postgres;
            if (opened == null) {
                throw new IllegalStateException("not ready");
            }
            return runIn(opened);
        }

        abstract void readyIn(RealPostgres opened);

        abstract int runIn(RealPostgres opened) throws Exception;
    }

    private static final class Stored extends InDatabase {
        private final Path file;
        private final int rows;
        private @Nullable BenchCompany company;

        Stored(Path file, int rows) {
            this.file = file;
            this.rows = rows;
        }

        @Override
        void readyIn(RealPostgres opened) {
            company = new BenchCompany(opened.web(), rows);
        }

        @Override
        int runIn(RealPostgres opened) {
            BenchCompany ready = company;
            return ready == null ? 0 : ready.submit(file);
        }
    }

    private static final class Limit extends InDatabase {
        private final Path file;

        Limit(Path file) {
            this.file = file;
        }

        @Override
        void readyIn(RealPostgres opened) {
            opened.administrator();
        }

        @Override
        int runIn(RealPostgres opened) throws Exception {
            return new CopyLimit(file).run(opened);
        }
    }
}
