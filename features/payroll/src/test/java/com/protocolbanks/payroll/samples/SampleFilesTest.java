package com.protocolbanks.payroll.samples;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.payees.KnownPayees;
import com.protocolbanks.payroll.rows.PayrollRow;
import com.protocolbanks.payroll.rows.ReadingContext;
import com.protocolbanks.payroll.splits.PaymentConfig;
import com.protocolbanks.payroll.spreadsheet.PayrollFile;
import com.protocolbanks.payroll.spreadsheet.PayrollReader;
import com.protocolbanks.payroll.spreadsheet.ReadResult;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SampleFilesTest {
    private static final Path SAMPLES = Path.of(System.getProperty("pb.root", "../.."), "samples");
    private static final Asset USDC = new Asset("USDC", 6, "USD");
    private static final Asset USDT = new Asset("USDT", 6, "USD");

    /** With {@code -Dpb.samples=write} the files are written instead. */
    @Test
    void committedFilesAreWhatTheGeneratorMakes() throws IOException {
        for (Map.Entry<String, byte[]> file : SampleFiles.all().entrySet()) {
            Path path = SAMPLES.resolve(file.getKey());
            if ("write".equals(System.getProperty("pb.samples"))) {
                Files.createDirectories(SAMPLES);
                Files.write(path, file.getValue());
            }
            assertThat(Files.readAllBytes(path)).as(file.getKey()).isEqualTo(file.getValue());
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payroll-25.xlsx",
                "payroll-25.csv",
                "payroll-template-en.xlsx",
                "payroll-template-en.csv",
                "payroll-template-zh.xlsx",
                "payroll-template-zh.csv"
            })
    void everySampleIsReadWithoutAWord(String name) {
        ReadResult result = new PayrollReader(ReadingLimits.DEFAULT)
                .read(
                        PayrollFile.of(SAMPLES.resolve(name)),
                        new ReadingContext(
                                new ReadingContext.Tokens(USDC, Map.of("USDC", USDC, "USDT", USDT)),
                                new ReadingContext.Parties(
                                        Address.of("0x" + "12".repeat(20)),
                                        Set.of(),
                                        Set.of(Address.of("0x" + "34".repeat(20)))),
                                KnownPayees.NONE,
                                Set.of(),
                                ReadingContext.DEFAULT_PROBLEM_LIMIT));
        assertThat(result).isInstanceOf(ReadResult.Rows.class);
        ReadResult.Rows rows = (ReadResult.Rows) result;
        assertThat(rows.warnings()).isEmpty();
        assertThat(rows.rows()).hasSize(25);
        assertThat(rows.total()).isEqualByComparingTo("104480.76");
        assertThat(rows.file().layout().columns()).hasSize(10);
        assertThat(rows.rows().get(3).person().name()).isEqualTo("John Smith");
        assertThat(rows.rows().get(3).delivery().split().orElseThrow().json()).isEqualTo("{\"fiat\":20,\"usdt\":80}");
        for (SampleFiles.Refused refused : SampleFiles.REFUSED) {
            assertThat(rows.rows().stream()
                            .filter(row -> row.person().address().toString().equals(refused.address()))
                            .map(PayrollRow::delivery)
                            .map(PayrollRow.Delivery::effective))
                    .containsExactly(PaymentConfig.whole("USDC"));
        }
    }
}
