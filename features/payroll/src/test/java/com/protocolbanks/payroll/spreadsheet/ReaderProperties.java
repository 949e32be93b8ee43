package com.protocolbanks.payroll.spreadsheet;

import static com.protocolbanks.payroll.rows.Reading.address;
import static com.protocolbanks.payroll.rows.Reading.codes;
import static com.protocolbanks.payroll.rows.Reading.context;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.rows.JsonRows;
import com.protocolbanks.payroll.rows.PayrollRow;
import com.protocolbanks.payroll.rows.RowsResult;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.Size;
import net.jqwik.api.constraints.StringLength;
import net.jqwik.api.lifecycle.AfterTry;
import net.jqwik.api.lifecycle.BeforeTry;

/** Whatever comes in, the answer is one of the reader's own, and its words exist. */
class ReaderProperties {
    private static final String SHEET = TestBook.sheetOf(
            "<cols><col min=\"9\" max=\"9\" hidden=\"1\"/></cols>",
            "<mergeCells><mergeCell ref=\"A1:B1\"/></mergeCells>",
            "November",
            "Name | Wallet address | Amount | Split | Note",
            "Ana | " + address("ana") + " | <c><v>1234.56</v></c> | usdt 80 / usdc 20 | <c t=\"s\"><v>0</v></c>",
            "王伟 | " + address("wang") + " | 1.234,50 | | <c t=\"str\"><f>A1</f><v>x</v></c>");

    private Path folder = Path.of("");

    @BeforeTry
    void makeFolder() throws IOException {
        folder = Files.createTempDirectory("reader");
    }

    @AfterTry
    void removeFolder() throws IOException {
        try (var files = Files.list(folder)) {
            for (Path file : files.toList()) {
                Files.delete(file);
            }
        }
        Files.delete(folder);
    }

    @Property
    void anyBytes(@ForAll byte[] bytes) throws IOException {
        answered(bytes);
    }

    @Property
    void anyText(@ForAll String text) throws IOException {
        answered(("name,wallet,amount\n" + text).getBytes(StandardCharsets.UTF_8));
    }

    @Property
    void aWorkbookWithBytesChanged(@ForAll @Size(max = 6) List<@IntRange(min = 0, max = 1 << 20) Integer> places)
            throws IOException {
        byte[] bytes = Files.readAllBytes(TestBook.with(SHEET).shared("shared").write(folder));
        for (int place : places) {
            bytes[place % bytes.length] ^= (byte) (1 << place % 8);
        }
        answered(bytes);
    }

    @Property
    void aSheetWithCharactersChanged(@ForAll @Size(max = 4) List<@IntRange(min = 0, max = 1 << 20) Integer> places)
            throws IOException {
        StringBuilder sheet = new StringBuilder(SHEET);
        String others = "<>/\"&;0919Ee-. ";
        for (int place : places) {
            sheet.setCharAt(place % sheet.length(), others.charAt(place % others.length()));
        }
        answered(Files.readAllBytes(
                TestBook.with(sheet.toString()).shared("shared").write(folder)));
    }

    @Property
    void anyJsonRow(@ForAll @Size(11) List<@StringLength(max = 45) String> texts) {
        Map<Column, String> row = new EnumMap<>(Column.class);
        var text = texts.iterator();
        for (Column column : Column.values()) {
            row.put(column, text.next());
        }
        answered(JsonRows.check(List.of(row), context()));
    }

    @Property
    void sumInIsSumOut(@ForAll @Size(min = 1, max = 30) List<@IntRange(min = 1, max = Integer.MAX_VALUE) Integer> cents)
            throws IOException {
        StringBuilder text = new StringBuilder("name,wallet,amount\n");
        BigDecimal sum = BigDecimal.ZERO;
        for (int i = 0; i < cents.size(); i++) {
            BigDecimal amount = BigDecimal.valueOf(cents.get(i), 2);
            sum = sum.add(amount);
            text.append("P%d,%s,%s\n".formatted(i, address("p" + i), amount));
        }
        ReadResult result = answered(text.toString().getBytes(StandardCharsets.UTF_8));
        assertThat(((ReadResult.Rows) result).total()).isEqualByComparingTo(sum);
        assertThat(((ReadResult.Rows) result)
                        .rows().stream().map(PayrollRow::amount).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(sum);
    }

    private ReadResult answered(byte[] bytes) throws IOException {
        Path file = Files.write(folder.resolve("payroll"), bytes);
        ReadResult result = new PayrollReader(ReadingLimits.DEFAULT).read(PayrollFile.of(file), context());
        switch (result) {
            case ReadResult.Rows rows -> assertThat(rows.rows()).isNotEmpty();
            case ReadResult.Problems problems ->
                assertThat(codes(problems.problems())).isNotEmpty();
        }
        return result;
    }

    private static void answered(RowsResult result) {
        switch (result) {
            case RowsResult.Rows rows -> assertThat(rows.rows()).hasSize(1);
            case RowsResult.Problems problems ->
                assertThat(codes(problems.problems())).isNotEmpty();
        }
    }
}
