package com.protocolbanks.payroll.spreadsheet;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.PayrollFileGenerator;
import com.protocolbanks.payroll.rows.Reading;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A hundred thousand people fit into 64 MB, in a JVM of their own. */
class SmallHeapTest {
    private static final int ROWS = 100_000;

    @TempDir
    Path folder;

    @Test
    void aHundredThousandRowsOfAWorkbook() throws Exception {
        assertThat(inSmallHeap(PayrollFileGenerator.xlsx(folder.resolve("large.xlsx"), ROWS)))
                .isEqualTo(String.valueOf(ROWS));
    }

    @Test
    void aHundredThousandLinesOfText() throws Exception {
        assertThat(inSmallHeap(PayrollFileGenerator.csv(folder.resolve("large.csv"), ROWS)))
                .isEqualTo(String.valueOf(ROWS));
    }

    private static String inSmallHeap(Path file) throws IOException, InterruptedException {
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx64m",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        Main.class.getName(),
                        file.toString())
                .redirectErrorStream(true)
                .start();
        try {
            String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).isTrue();
            return said.strip();
        } finally {
            process.destroyForcibly();
        }
    }

    /** Reads one file and says how many rows it has. */
    static final class Main {
        private Main() {}

        public static void main(String[] args) {
            ReadResult result = new PayrollReader(ReadingLimits.DEFAULT.rows(ROWS))
                    .read(PayrollFile.of(Path.of(args[0])), Reading.context());
            System.out.println(
                    switch (result) {
                        case ReadResult.Rows rows -> rows.rows().size();
                        case ReadResult.Problems problems -> problems;
                    });
        }
    }
}
