package com.protocolbanks.payroll.spreadsheet;

import static com.protocolbanks.payroll.rows.Reading.address;
import static com.protocolbanks.payroll.rows.Reading.codes;
import static com.protocolbanks.payroll.rows.Reading.context;
import static com.protocolbanks.payroll.spreadsheet.TestBook.row;
import static com.protocolbanks.payroll.spreadsheet.TestBook.rows;
import static com.protocolbanks.payroll.spreadsheet.TestBook.sheetOf;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.rows.PayrollRow;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WorkbookRulesTest {
    private static final String HEADER = "Name | Wallet address | Amount | Note";
    private static final String ANA = address("ana").toString();
    private static final String BOB = address("bob").toString();

    @TempDir
    Path folder;

    @Test
    void findsTheHeaderBelowATitleAndReportsItsGuess() throws IOException {
        ReadResult.Rows result = accepted(rows(
                "Payroll of November",
                "",
                "备注 | 金额 (USDC) | 姓名 Name | 钱包地址 | 部门",
                "n | <c><v>12.5</v></c> | Ana | " + ANA));
        assertThat(result.file().layout())
                .isEqualTo(new Layout(
                        "Payroll",
                        3,
                        List.of(
                                new Layout.Guess(Column.NOTE, "A", "备注"),
                                new Layout.Guess(Column.AMOUNT, "B", "金额 (USDC)"),
                                new Layout.Guess(Column.NAME, "C", "姓名 Name"),
                                new Layout.Guess(Column.WALLET, "D", "钱包地址"))));
        PayrollRow row = result.rows().getFirst();
        assertThat(row.row()).isEqualTo(4);
        assertThat(row.amount()).isEqualByComparingTo("12.5");
        assertThat(row.note()).contains("n");
        assertThat(codes(result.warnings())).containsExactly(ProblemCode.COLUMN_IGNORED);
        assertThat(result.file().sha256()).matches("[0-9a-f]{64}");
    }

    @Test
    void readsSharedRichAndInlineTexts() throws IOException {
        TestBook book = rows(
                        HEADER,
                        "<c t=\"s\"><v>1</v></c> | <c t=\"s\"><v>0</v></c> | <c t=\"n\"><v>7</v></c> | <c t=\"str\"><v>a_x000A_b</v></c>")
                .shared(ANA, "<r><t>A</t></r><r><rPr/><t xml:space=\"preserve\">na </t></r><rPh><t>phonetic</t></rPh>");
        PayrollRow row = accepted(book).rows().getFirst();
        assertThat(row.person().name()).isEqualTo("Ana");
        assertThat(row.note()).contains("a\nb");
    }

    @Test
    void numbersAreExactAndWhatWasRoundedIsSaid() throws IOException {
        ReadResult.Rows result = accepted(rows(
                HEADER,
                "Ana | " + ANA + " | <c><v>0.30000000000000004</v></c>",
                "Bob | " + BOB + " | <c><v>1.1</v></c>"));
        assertThat(result.total()).isEqualByComparingTo("1.4");
        assertThat(codes(result.warnings())).containsExactly(ProblemCode.AMOUNT_ROUNDED);
        assertThat(refused(rows(HEADER, "Ana | " + ANA + " | <c><v>123456789012.12345678</v></c>"))
                        .code())
                .isEqualTo(ProblemCode.AMOUNT_DIGITS);
    }

    @Test
    void aFormulaIsNeverSilent() throws IOException {
        TestBook amount = rows(HEADER, "Ana | " + ANA + " | <c><f>1+1</f><v>2</v></c>");
        Problem problem = refused(amount);
        assertThat(problem.code()).isEqualTo(ProblemCode.FORMULA_AMOUNT);
        assertThat(problem.place()).isEqualTo(new Place("Payroll", 2, "C"));
        ReadResult.Rows confirmed = (ReadResult.Rows) read(amount, ProblemCode.FORMULA_AMOUNT);
        assertThat(confirmed.total()).isEqualByComparingTo("2");
        assertThat(codes(confirmed.warnings())).containsExactly(ProblemCode.FORMULA_AMOUNT);
        assertThat(refused(rows(HEADER, "Ana | <c t=\"str\"><f>B9</f><v>" + ANA + "</v></c> | 5"))
                        .code())
                .isEqualTo(ProblemCode.FORMULA_CELL);
        assertThat(accepted(rows(HEADER, "<c t=\"str\"><f>B9</f><v>Ana</v></c> | " + ANA + " | 5"))
                        .rows())
                .hasSize(1);
    }

    @Test
    void errorDateAndPercentCellsAreRefused() throws IOException {
        assertThat(refused(rows(HEADER, "Ana | " + ANA + " | <c t=\"e\"><v>#REF!</v></c>"))
                        .code())
                .isEqualTo(ProblemCode.ERROR_CELL);
        assertThat(refused(rows(HEADER, "Ana | " + ANA + " | <c t=\"e\"><f>1/0</f><v>#DIV/0!</v></c>"))
                        .code())
                .isEqualTo(ProblemCode.ERROR_CELL);
        String styles = "<styleSheet><numFmts><numFmt numFmtId=\"170\" formatCode=\"[Red]yyyy\\-mm\"/>"
                + "<numFmt numFmtId=\"171\" formatCode=\"0.00 &quot;days&quot;\"/></numFmts><cellXfs>"
                + "<xf numFmtId=\"0\"/><xf numFmtId=\"14\"/><xf numFmtId=\"170\"/><xf numFmtId=\"10\"/><xf numFmtId=\"171\"/>"
                + "</cellXfs></styleSheet>";
        for (String style : List.of("1", "2")) {
            TestBook book = rows(HEADER, "Ana | " + ANA + " | <c s=\"" + style + "\"><v>45000</v></c>");
            assertThat(refused(book.part("xl/styles.xml", styles)).code()).isEqualTo(ProblemCode.DATE_CELL);
        }
        TestBook percent = rows(HEADER, "Ana | " + ANA + " | <c s=\"3\"><v>0.8</v></c>");
        assertThat(refused(percent.part("xl/styles.xml", styles)).code()).isEqualTo(ProblemCode.PERCENT_CELL);
        TestBook plain = rows(HEADER, "Ana | " + ANA + " | <c s=\"4\"><v>8</v></c>");
        assertThat(accepted(plain.part("xl/styles.xml", styles)).total()).isEqualByComparingTo("8");
    }

    @Test
    void aHiddenRowNeedsAYes() throws IOException {
        TestBook book = TestBook.with(sheetOf(
                "",
                "",
                row(1, "", HEADER),
                row(2, "hidden=\"1\"", "Ana | " + ANA + " | 5"),
                row(3, "", "Bob|" + BOB + "|6")));
        assertThat(refused(book).code()).isEqualTo(ProblemCode.HIDDEN_ROW);
        assertThat(((ReadResult.Rows) read(book, ProblemCode.HIDDEN_ROW)).rows())
                .hasSize(2);
    }

    @Test
    void aHiddenColumnNeedsAYesWhenItIsRead() throws IOException {
        String[] rows = {HEADER + " | Department", "Ana | " + ANA + " | 5 | | x"};
        TestBook amount = TestBook.with(sheetOf("<cols><col min=\"2\" max=\"3\" hidden=\"1\"/></cols>", "", rows));
        assertThat(codes(problems(amount))).containsExactly(ProblemCode.HIDDEN_COLUMN, ProblemCode.HIDDEN_COLUMN);
        assertThat(read(amount, ProblemCode.HIDDEN_COLUMN)).isInstanceOf(ReadResult.Rows.class);
        TestBook department =
                TestBook.with(sheetOf("<cols><col min=\"5\" max=\"9\" hidden=\"true\"/></cols>", "", rows));
        assertThat(codes(accepted(department).warnings())).containsExactly(ProblemCode.COLUMN_IGNORED);
    }

    @Test
    void mergedCellsAreRefusedWhereTheyAreRead() throws IOException {
        String[] rows = {"November", HEADER, "Ana | " + ANA + " | 5", "Bob | " + BOB + " | 6"};
        TestBook data = TestBook.with(sheetOf("", "<mergeCells><mergeCell ref=\"C3:C4\"/></mergeCells>", rows));
        Problem problem = refused(data);
        assertThat(problem.code()).isEqualTo(ProblemCode.MERGED_CELL);
        assertThat(problem.found()).isEqualTo("C3:C4");
        TestBook title = TestBook.with(sheetOf("", "<mergeCells><mergeCell ref=\"A1:D1\"/></mergeCells>", rows));
        assertThat(accepted(title).rows()).hasSize(2);
    }

    @Test
    void oneVisibleSheetHoldsThePayroll() throws IOException {
        String payroll = sheetOf("", "", HEADER, "Ana | " + ANA + " | 5");
        TestBook two = TestBook.with(payroll).sheet("Copy", "visible", payroll);
        assertThat(refused(two).code()).isEqualTo(ProblemCode.SEVERAL_SHEETS);
        TestBook noted = TestBook.with(payroll)
                .sheet("Notes", "visible", sheetOf("", "", "hello"))
                .sheet("Empty", "visible", sheetOf("", ""))
                .sheet("Old", "veryHidden", payroll);
        ReadResult.Rows result = accepted(noted);
        assertThat(result.file().layout().sheet()).isEqualTo("Payroll");
        assertThat(result.warnings()).extracting(Problem::found).containsExactlyInAnyOrder("Notes", "Old");
        TestBook hidden = new TestBook().sheet("Old", "hidden", payroll);
        assertThat(refused(hidden).code()).isEqualTo(ProblemCode.HIDDEN_SHEET);
        assertThat(read(hidden, ProblemCode.HIDDEN_SHEET)).isInstanceOf(ReadResult.Rows.class);
    }

    @Test
    void missingAndDoubleColumnsAreNamed() throws IOException {
        assertThat(codes(problems(rows("Name | Amount", "Ana | 5")))).containsExactly(ProblemCode.COLUMN_MISSING);
        assertThat(codes(problems(rows("a | b", "Ana | 5"))))
                .containsExactly(ProblemCode.COLUMN_MISSING, ProblemCode.COLUMN_MISSING, ProblemCode.COLUMN_MISSING);
        assertThat(codes(problems(rows(HEADER + " | 金额", "Ana | " + ANA + " | 5 | | 6"))))
                .containsExactly(ProblemCode.COLUMN_TWICE);
        assertThat(refused(rows(HEADER)).code()).isEqualTo(ProblemCode.NO_ROWS);
    }

    @Test
    void anAccountInANumberCellHasLostItsEnd() throws IOException {
        String header = HEADER + " | Split | Account | Bank code";
        TestBook book = rows(header, "Ana|" + ANA + "|5||fiat 100|<c><v>6.2220212345678899E+18</v></c>|102100099996");
        assertThat(codes(problems(book))).contains(ProblemCode.ACCOUNT_NOT_TEXT);
        TestBook shorter = rows(header, "Ana|" + ANA + "|5||fiat 100|<c><v>12345678</v></c>|102100099996");
        assertThat(accepted(shorter)
                        .rows()
                        .getFirst()
                        .delivery()
                        .bank()
                        .orElseThrow()
                        .account())
                .isEqualTo("12345678");
    }

    @Test
    void prefixesAndMissingReferencesAreFine() throws IOException {
        String xml = "<x:worksheet xmlns:x=\"urn:x\"><x:sheetData><x:row>"
                + "<x:c t=\"inlineStr\"><x:is><x:t>Name</x:t></x:is></x:c>"
                + "<x:c t=\"inlineStr\"><x:is><x:t>Wallet</x:t></x:is></x:c>"
                + "<x:c t=\"inlineStr\"><x:is><x:t>Amount</x:t></x:is></x:c></x:row><x:row>"
                + "<x:c t=\"inlineStr\"><x:is><x:t>Ana</x:t></x:is></x:c>"
                + "<x:c t=\"inlineStr\"><x:is><x:t>" + ANA + "</x:t></x:is></x:c>"
                + "<x:c><x:v>3</x:v></x:c></x:row></x:sheetData></x:worksheet>";
        assertThat(accepted(TestBook.with(xml)).total()).isEqualByComparingTo("3");
    }

    private ReadResult read(TestBook book, ProblemCode... confirmed) throws IOException {
        return new PayrollReader(ReadingLimits.DEFAULT)
                .read(PayrollFile.of(book.write(folder)), context().confirming(Set.of(confirmed)));
    }

    private ReadResult.Rows accepted(TestBook book) throws IOException {
        ReadResult result = read(book);
        assertThat(result).isInstanceOf(ReadResult.Rows.class);
        return (ReadResult.Rows) result;
    }

    private List<Problem> problems(TestBook book) throws IOException {
        ReadResult result = read(book);
        assertThat(result).isInstanceOf(ReadResult.Problems.class);
        return ((ReadResult.Problems) result).problems();
    }

    private Problem refused(TestBook book) throws IOException {
        List<Problem> problems = problems(book);
        assertThat(codes(problems)).hasSize(1);
        return problems.getFirst();
    }
}
