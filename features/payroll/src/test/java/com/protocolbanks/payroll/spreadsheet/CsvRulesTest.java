package com.protocolbanks.payroll.spreadsheet;

import static com.protocolbanks.payroll.rows.Reading.address;
import static com.protocolbanks.payroll.rows.Reading.codes;
import static com.protocolbanks.payroll.rows.Reading.context;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import java.io.IOException;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CsvRulesTest {
    private static final String ANA = address("ana").toString();
    private static final String BOB = address("bob").toString();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {",", ";", "\t"})
    void guessesTheSeparator(String separator) throws IOException {
        String text = String.join(separator, "Name", "Wallet", "Amount", "Note") + "\n"
                + String.join(separator, "Ana", ANA, "\"1,234.50\"", "a")
                + "\n\n"
                + String.join(separator, "Bob", BOB, "1.5", "b")
                + "\n";
        ReadResult.Rows rows = accepted(read(text));
        assertThat(rows.total()).isEqualByComparingTo("1236");
        assertThat(rows.rows().getLast().row()).isEqualTo(4);
    }

    @Test
    void decimalCommasBetweenSemicolons() throws IOException {
        ReadResult.Rows rows = accepted(read("sep=;\r\nName;Wallet;Amount\r\nAna;" + ANA + ";1.234,56\r\n"));
        assertThat(rows.total()).isEqualByComparingTo("1234.56");
        assertThat(rows.file().layout().headerRow()).isEqualTo(2);
    }

    @Test
    void bytesAreReadAsToldOrNotAtAll() throws IOException {
        String text = "姓名,钱包地址,金额\n王伟," + ANA + ",5\n";
        assertThat(accepted(read(text)).rows().getFirst().person().name()).isEqualTo("王伟");
        assertThat(accepted(read("\ufeff" + text)).rows().getFirst().person().name())
                .isEqualTo("王伟");
        Path gb = write(text.getBytes(PayrollFile.GB18030));
        assertThat(refused(read(new PayrollFile(gb, StandardCharsets.UTF_8))).code())
                .isEqualTo(ProblemCode.ENCODING_UNKNOWN);
        assertThat(accepted(read(new PayrollFile(gb, PayrollFile.GB18030)))
                        .rows()
                        .getFirst()
                        .person()
                        .name())
                .isEqualTo("王伟");
        for (Charset wide : List.of(StandardCharsets.UTF_16, StandardCharsets.UTF_16LE, StandardCharsets.UTF_16BE)) {
            assertThat(read(PayrollFile.of(write(text.getBytes(wide))))).isInstanceOf(ReadResult.Problems.class);
        }
    }

    @Test
    void anAmountTornByItsCommaIsSeen() throws IOException {
        String header = "name,wallet,amount,note\n";
        assertThat(refused(read(header + "Ana," + ANA + ",1,234.50,x\n")).code())
                .isEqualTo(ProblemCode.ROW_WIDTH);
        assertThat(refused(read(header + "Ana," + ANA + ",1,234.50\n")).code()).isEqualTo(ProblemCode.AMOUNT_CUT);
        assertThat(refused(read(header + "Ana," + ANA + ",12,50\n")).code()).isEqualTo(ProblemCode.AMOUNT_CUT);
        assertThat(refused(read("name,wallet,amount\nAna," + ANA + ",1,234\n")).code())
                .isEqualTo(ProblemCode.ROW_WIDTH);
        assertThat(accepted(read("name,wallet,amount,employee no\nAna," + ANA + ",12,50\n"))
                        .total())
                .isEqualByComparingTo("12");
        assertThat(accepted(read(header + "Ana," + ANA + ",12\n")).total()).isEqualByComparingTo("12");
    }

    @ParameterizedTest
    @ValueSource(strings = {"\"Ana", "\"Ana\"x", "\"Ana\"\"", "A\"na\"\""})
    void quotationMarksMustClose(String name) throws IOException {
        ReadResult result = read("name,wallet,amount\n" + name + "," + ANA + ",5\n");
        if (!(result instanceof ReadResult.Rows)) {
            assertThat(refused(result).code()).isEqualTo(ProblemCode.CSV_QUOTES);
            assertThat(refused(result).place().row()).isEqualTo(2);
        } else {
            assertThat(name).isEqualTo("A\"na\"\"");
        }
    }

    @Test
    void theSameFileTwiceHasTheSameDigest() throws IOException {
        String text = "name,wallet,amount\nAna," + ANA + ",5\n";
        assertThat(accepted(read(text)).file()).isEqualTo(accepted(read(text)).file());
    }

    private ReadResult read(String text) throws IOException {
        return read(PayrollFile.of(write(text.getBytes(StandardCharsets.UTF_8))));
    }

    private static ReadResult read(PayrollFile file) {
        return new PayrollReader(ReadingLimits.DEFAULT).read(file, context());
    }

    private Path write(byte[] bytes) throws IOException {
        return Files.write(Files.createTempFile(folder, "payroll", ".csv"), bytes);
    }

    private static ReadResult.Rows accepted(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.Rows.class);
        return (ReadResult.Rows) result;
    }

    private static Problem refused(ReadResult result) {
        assertThat(result).isInstanceOf(ReadResult.Problems.class);
        List<Problem> problems = ((ReadResult.Problems) result).problems();
        assertThat(codes(problems)).hasSize(1);
        return problems.getFirst();
    }
}
