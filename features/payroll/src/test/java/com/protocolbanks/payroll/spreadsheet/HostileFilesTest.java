package com.protocolbanks.payroll.spreadsheet;

import static com.protocolbanks.payroll.rows.Reading.address;
import static com.protocolbanks.payroll.rows.Reading.codes;
import static com.protocolbanks.payroll.rows.Reading.context;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostileFilesTest {
    private static final String ANA = address("ana").toString();
    private static final String HEADER = "Name | Wallet address | Amount";

    @TempDir
    Path folder;

    @ParameterizedTest
    @CsvSource({
        "d0cf11e0a1b11ae1000000, OLD_OR_ENCRYPTED_WORKBOOK",
        "89504e470d0a1a0a000000, NOT_A_SPREADSHEET",
        "255044462d312e370a2525, NOT_A_SPREADSHEET",
        "7f454c4602010100000000, NOT_A_SPREADSHEET",
        "504b0304140000000800ff, FILE_DAMAGED",
        "504b0506000000000000000000000000000000000000, NOT_A_SPREADSHEET",
        "fffe41004200, ENCODING_UNKNOWN",
        "'', FILE_EMPTY"
    })
    void magicBytesDecideNotTheName(String hex, ProblemCode code) throws IOException {
        Path file = Files.createTempFile(folder, "payroll", ".xlsx");
        Files.write(file, HexFormat.of().parseHex(hex));
        assertThat(refused(file).code()).isEqualTo(code);
    }

    @ParameterizedTest
    @CsvSource({
        "xl/vbaProject.bin, MACRO_WORKBOOK",
        "xl/workbook.bin, BINARY_WORKBOOK",
        "content.xml, OPEN_DOCUMENT",
        "../../etc/passwd, ZIP_BAD_PATH",
        "/etc/passwd, ZIP_BAD_PATH",
        "xl\\..\\evil, ZIP_BAD_PATH",
        "C:/evil, ZIP_BAD_PATH",
        "XL/WORKBOOK.XML, ZIP_DUPLICATE_ENTRY"
    })
    void partsThatDoNotBelong(String name, ProblemCode code) throws IOException {
        assertThat(refused(good().part(name, "x")).code()).isEqualTo(code);
    }

    @Test
    void twoPartsOfOneName() throws IOException {
        Path file = good().part("xl/worksheets/sheet9.xml", "<worksheet/>").write(folder);
        byte[] bytes = Files.readAllBytes(file);
        String text = new String(bytes, StandardCharsets.ISO_8859_1).replace("sheet9.xml", "sheet1.xml");
        Files.write(file, text.getBytes(StandardCharsets.ISO_8859_1));
        assertThat(refused(file).code()).isEqualTo(ProblemCode.ZIP_DUPLICATE_ENTRY);
    }

    @Test
    void aThousandParts() throws IOException {
        TestBook book = good();
        for (int i = 0; i < 1_000; i++) {
            book.part("xl/media/" + i, "");
        }
        assertThat(refused(book).code()).isEqualTo(ProblemCode.ZIP_TOO_MANY_ENTRIES);
    }

    @Test
    void moreSheetsThanAnybodyReads() throws IOException {
        TestBook book = good();
        for (int i = 0; i < 200; i++) {
            book.sheet("S" + i, "visible", "<worksheet/>");
        }
        assertThat(refused(book).code()).isEqualTo(ProblemCode.ZIP_TOO_MANY_ENTRIES);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<!DOCTYPE worksheet SYSTEM \"file:///etc/passwd\">",
                "<!DOCTYPE worksheet [<!ENTITY x SYSTEM \"file:///etc/passwd\">]>",
                "<!DOCTYPE w [<!ENTITY a \"aaaaaaaaaa\"><!ENTITY b \"&a;&a;&a;&a;&a;\"><!ENTITY c \"&b;&b;&b;&b;\">]>"
            })
    void documentTypesAndEntities(String prolog) throws IOException {
        String sheet = TestBook.sheetOf("", "", HEADER, "&x;&a;&c; | " + ANA + " | 5");
        assertThat(refused(TestBook.with(prolog + sheet)).code()).isEqualTo(ProblemCode.FORBIDDEN_XML);
        assertThat(refused(good().part("xl/sharedStrings.xml", prolog + "<sst/>"))
                        .code())
                .isEqualTo(ProblemCode.FORBIDDEN_XML);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>7</v></c></row>",
                "<row r=\"1\"><c r=\"A1\" t=\"s\"><v>-1</v></c></row>",
                "<row r=\"2\"/><row r=\"1\"/>",
                "<row r=\"0\"/>",
                "<row r=\"99999999999\"/>",
                "<row r=\"1\"><c r=\"B1\"><v>1</v></c><c r=\"A1\"><v>1</v></c></row>",
                "<row r=\"1\"><c r=\"AAAAAAA1\"><v>1</v></c></row>",
                "<row r=\"1\"><c r=\"1\"><v>1</v></c></row>",
                "<row><c></row></c>",
                "<row",
                "&unknown;",
                "\u0001"
            })
    void brokenSheets(String rows) throws IOException {
        ReadResult result = read(TestBook.with("<worksheet><sheetData>" + rows + "</sheetData></worksheet>")
                .write(folder));
        assertThat(codes(((ReadResult.Problems) result).problems()).getFirst())
                .isIn(ProblemCode.FILE_DAMAGED, ProblemCode.FORBIDDEN_XML);
    }

    @Test
    void cellsBeyondEveryMeasure() throws IOException {
        assertThat(refused(TestBook.rows(HEADER, "a".repeat(1_001) + " | " + ANA + " | 5"))
                        .code())
                .isEqualTo(ProblemCode.CELL_TOO_LONG);
        assertThat(refused(good().shared("a".repeat(1_001))).code()).isEqualTo(ProblemCode.CELL_TOO_LONG);
        String far = "<worksheet><sheetData><row r=\"1\"><c r=\"XFD1\"><v>1</v></c></row></sheetData></worksheet>";
        assertThat(refused(TestBook.with(far)).code()).isEqualTo(ProblemCode.TOO_MANY_COLUMNS);
    }

    @Test
    void elementsWithoutEnd() throws IOException {
        assertThat(refused(TestBook.with("<a>".repeat(100_000))).code()).isEqualTo(ProblemCode.FILE_DAMAGED);
        assertThat(refused(TestBook.with("<worksheet a=\"" + "x".repeat(3 << 20) + "\"/>"))
                        .code())
                .isEqualTo(ProblemCode.ZIP_TOO_LARGE_INSIDE);
    }

    @Test
    void aBombOfOneTextAndABombOfManyTexts() throws IOException {
        assertThat(refused(bomb("xl/worksheets/sheet1.xml", "<worksheet>", " ".repeat(1 << 16), 8_000))
                        .code())
                .isEqualTo(ProblemCode.ZIP_TOO_LARGE_INSIDE);
        assertThat(refused(bomb("xl/worksheets/sheet1.xml", "<worksheet>", "<x/>".repeat(1 << 14), 8_000))
                        .code())
                .isEqualTo(ProblemCode.ZIP_TOO_LARGE_INSIDE);
        assertThat(refused(bomb("xl/sharedStrings.xml", "<sst>", "<si><t>aaaaaaaaaa</t></si>".repeat(1_000), 8_000))
                        .code())
                .isEqualTo(ProblemCode.TOO_MUCH_TEXT);
        assertThat(refused(bomb("xl/sharedStrings.xml", "<sst>", "<si/>".repeat(10_000), 8_000))
                        .code())
                .isEqualTo(ProblemCode.TOO_MUCH_TEXT);
    }

    @Test
    void twoMillionRows() throws IOException {
        String header = "<worksheet><sheetData>" + TestBook.row(1, "", HEADER);
        String row = "<row><c t=\"inlineStr\"><is><t>A</t></is></c><c/><c><v>1</v></c></row>";
        assertThat(codes(problems(bomb("xl/worksheets/sheet1.xml", header, row.repeat(1_000), 2_000))))
                .contains(ProblemCode.TOO_MANY_ROWS);
        Path csv = Files.createTempFile(folder, "payroll", ".csv");
        Files.writeString(csv, "name,wallet,amount\n" + "A,B,1\n".repeat(2_000_000));
        assertThat(codes(problems(csv))).contains(ProblemCode.TOO_MANY_ROWS);
    }

    @Test
    void aFileLargerThanAllowed() throws IOException {
        Path file = Files.write(Files.createTempFile(folder, "payroll", ".csv"), new byte[(20 << 20) + 1]);
        assertThat(refused(file).code()).isEqualTo(ProblemCode.FILE_TOO_LARGE);
    }

    @ParameterizedTest
    @CsvSource({"0.2", "0.5", "0.9", "0.99"})
    void aFileCutOff(double part) throws IOException {
        byte[] whole = Files.readAllBytes(good().write(folder));
        Path file = Files.createTempFile(folder, "cut", ".xlsx");
        Files.write(file, java.util.Arrays.copyOf(whole, (int) (whole.length * part)));
        assertThat(refused(file).code()).isEqualTo(ProblemCode.FILE_DAMAGED);
    }

    @Test
    void hostileText() throws IOException {
        Path file = Files.createTempFile(folder, "payroll", ".csv");
        Files.writeString(file, "name,wallet,amount\n\"" + "a".repeat(5 << 20));
        assertThat(refused(file).code()).isEqualTo(ProblemCode.CELL_TOO_LONG);
        Files.writeString(file, "name,wallet,amount\n" + ",".repeat(1 << 20));
        assertThat(refused(file).code()).isEqualTo(ProblemCode.TOO_MANY_COLUMNS);
        Files.writeString(file, "\n".repeat(1 << 20));
        assertThat(codes(problems(file))).containsOnly(ProblemCode.COLUMN_MISSING);
        Files.writeString(file, "name,wallet,amount\nA\u0000na," + ANA + ",5\n" + "x".repeat(5_000));
        assertThat(problems(file)).isNotEmpty();
    }

    private static TestBook good() {
        return TestBook.rows(HEADER, "Ana | " + ANA + " | 5");
    }

    /** A workbook with one part that repeats itself without end. */
    private Path bomb(String part, String start, String repeated, int times) throws IOException {
        Path file = Files.createTempFile(folder, "bomb", ".xlsx");
        Path small = good().write(folder);
        try (OutputStream out = Files.newOutputStream(file);
                ZipOutputStream zip = new ZipOutputStream(out);
                java.util.zip.ZipFile from = new java.util.zip.ZipFile(small.toFile())) {
            for (ZipEntry entry : from.stream().toList()) {
                if (!entry.getName().equals(part)) {
                    zip.putNextEntry(new ZipEntry(entry.getName()));
                    zip.write(from.getInputStream(entry).readAllBytes());
                }
            }
            zip.putNextEntry(new ZipEntry(part));
            zip.write(start.getBytes(StandardCharsets.UTF_8));
            byte[] bytes = repeated.getBytes(StandardCharsets.UTF_8);
            for (int i = 0; i < times; i++) {
                zip.write(bytes);
            }
        }
        assertThat(Files.size(file)).isLessThan(20 << 20);
        return file;
    }

    private static ReadResult read(Path file) {
        return new PayrollReader(ReadingLimits.DEFAULT).read(PayrollFile.of(file), context());
    }

    private static List<Problem> problems(Path file) {
        ReadResult result = read(file);
        assertThat(result).isInstanceOf(ReadResult.Problems.class);
        return ((ReadResult.Problems) result).problems();
    }

    private Problem refused(TestBook book) throws IOException {
        return refused(book.write(folder));
    }

    private static Problem refused(Path file) {
        List<Problem> problems = problems(file);
        assertThat(codes(problems)).hasSize(1);
        return problems.getFirst();
    }
}
