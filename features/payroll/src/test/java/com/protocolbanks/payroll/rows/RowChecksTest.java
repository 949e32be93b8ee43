package com.protocolbanks.payroll.rows;

import static com.protocolbanks.payroll.rows.Reading.accepted;
import static com.protocolbanks.payroll.rows.Reading.address;
import static com.protocolbanks.payroll.rows.Reading.codes;
import static com.protocolbanks.payroll.rows.Reading.context;
import static com.protocolbanks.payroll.rows.Reading.refused;
import static com.protocolbanks.payroll.rows.Reading.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;

class RowChecksTest {
    @ParameterizedTest
    @CsvSource({"NAME,200", "EMPLOYEE_NUMBER,200", "ACCOUNT_NAME,140", "EMAIL,254", "NOTE,1000"})
    void textsAreAsLongAsTheirPlaceHasRoom(Column column, int longest) {
        String most = column == Column.EMAIL ? "a@" + "b".repeat(longest - 5) + ".io" : "a".repeat(longest);
        accepted(check(row(column, most)));
        var problem = refused(check(row(column, "a" + most)));
        assertThat(problem.code()).isEqualTo(ProblemCode.CELL_TOO_LONG);
        assertThat(problem.params()).containsExactly(String.valueOf(longest));
    }

    /** 2^96 units of a token with 18 decimals are 79,228,162,514.26… of it. */
    @Test
    void aTotalThatNoApprovalCanNameIsRefused() {
        accepted(check(row(Column.TOKEN, "DAI", Column.AMOUNT, "79228162514")));
        var problem = refused(check(row(Column.TOKEN, "DAI", Column.AMOUNT, "79228162515")));
        assertThat(problem.code()).isEqualTo(ProblemCode.TOTAL_TOO_LARGE);
        accepted(check(row(Column.AMOUNT, "79228162515")));
    }

    @Test
    void aRowInOrderComesOutAsItWentIn() {
        RowsResult.Rows rows = accepted(
                check(row(Column.EMPLOYEE_NUMBER, "7", Column.NOTE, " November ", Column.EMAIL, "ana@example.com")));
        PayrollRow row = rows.rows().getFirst();
        assertThat(row.row()).isEqualTo(1);
        assertThat(row.amount()).isEqualByComparingTo("1234.56");
        assertThat(row.person().number()).contains("7");
        assertThat(row.person().address()).isEqualTo(address("ana"));
        assertThat(row.person().email()).contains("ana@example.com");
        assertThat(row.note()).contains("November");
        assertThat(rows.total()).isEqualByComparingTo("1234.56");
        assertThat(rows.warnings()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "NAME     | ''                | NAME_MISSING",
                "WALLET   | ''                | ADDRESS_MISSING",
                "WALLET   | vitalik.eth       | ADDRESS_FORMAT",
                "WALLET   | 0x0000000000000000000000000000000000000000 | ADDRESS_ZERO",
                "AMOUNT   | ''                | AMOUNT_MISSING",
                "AMOUNT   | 12,34,567         | AMOUNT_FORMAT",
                "AMOUNT   | 1,234             | AMOUNT_AMBIGUOUS",
                "AMOUNT   | 1e5               | AMOUNT_SCIENTIFIC",
                "AMOUNT   | -5                | AMOUNT_NEGATIVE",
                "AMOUNT   | 0.00              | AMOUNT_ZERO",
                "AMOUNT   | 0.0000001         | AMOUNT_TOO_FINE",
                "AMOUNT   | 0.000000001       | AMOUNT_TOO_FINE",
                "AMOUNT   | 1000000000000     | AMOUNT_TOO_LARGE",
                "TOKEN    | DOGE              | TOKEN_UNKNOWN",
                "TOKEN    | ZETA              | UNIT_MISMATCH",
                "SPLIT    | half and half     | SPLIT_FORMAT",
                "SPLIT    | usdt 80 / usdc 10 | SPLIT_SUM",
                "SPLIT    | doge 100          | TOKEN_UNKNOWN",
                "SPLIT    | zeta 50 / usdc 50 | UNIT_MISMATCH",
                "SPLIT    | usdt 80 / fiat 20 | BANK_MISSING",
                "EMAIL    | ana at example    | EMAIL_FORMAT",
                "ACCOUNT  | 12                | ACCOUNT_FORMAT",
                "ACCOUNT  | GB82WEST12345698765433 | ACCOUNT_CHECKSUM",
                "ACCOUNT  | 6222021234567890123 | BANK_CODE_FORMAT",
                "BANK_CODE | 102100099996     | ACCOUNT_FORMAT",
            })
    void eachRuleNamesItsColumn(Column column, String text, ProblemCode code) {
        Problem problem = refused(check(row(column, text)));
        assertThat(problem.code()).isEqualTo(code);
        assertThat(problem.place().row()).isEqualTo(1);
        assertThat(problem.place().column())
                .isEqualTo(JsonRows.field(
                        code == ProblemCode.BANK_MISSING
                                ? Column.ACCOUNT
                                : code == ProblemCode.UNIT_MISMATCH
                                        ? Column.SPLIT
                                        : code == ProblemCode.BANK_CODE_FORMAT
                                                ? Column.BANK_CODE
                                                : code == ProblemCode.ACCOUNT_FORMAT ? Column.ACCOUNT : column));
    }

    @Test
    void moneyNeverGoesToTheToolsOfPaying() {
        assertThat(refused(check(row(Column.WALLET, Reading.WALLET.toString()))).code())
                .isEqualTo(ProblemCode.ADDRESS_IS_OWN_WALLET);
        assertThat(refused(check(row(Column.WALLET, Reading.MULTI_SEND.toString())))
                        .code())
                .isEqualTo(ProblemCode.ADDRESS_IS_PAYING_CONTRACT);
        assertThat(refused(check(row(Column.WALLET, Reading.TOKEN.toString()))).code())
                .isEqualTo(ProblemCode.ADDRESS_IS_TOKEN);
    }

    @Test
    void mixedCaseMustCarryTheChecksum() {
        String good = address("ana").toString();
        char[] bad = good.toCharArray();
        for (int i = 2; i < bad.length; i++) {
            if (Character.isUpperCase(bad[i])) {
                bad[i] = Character.toLowerCase(bad[i]);
                break;
            }
        }
        assertThat(refused(check(row(Column.WALLET, new String(bad)))).code()).isEqualTo(ProblemCode.ADDRESS_CHECKSUM);
    }

    @Test
    void oneCaseIsAcceptedWithAWarning() {
        String digits = address("ana").lower().substring(2);
        for (String written : List.of("0x" + digits, "0x" + digits.toUpperCase(Locale.ROOT))) {
            RowsResult.Rows rows = accepted(check(row(Column.WALLET, written)));
            assertThat(codes(rows.warnings())).containsExactly(ProblemCode.ADDRESS_WITHOUT_CHECKSUM);
            assertThat(rows.rows().getFirst().person().address()).isEqualTo(address("ana"));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Column.class,
            names = {"AMOUNT"},
            mode = Mode.EXCLUDE)
    void nothingInvisiblePassesInAnyColumn(Column column) {
        for (String hidden : List.of("\u0000", "\u202e", "\u200b", "\ud800", "\u0007")) {
            RowsResult result = check(row(column, "a" + hidden + "b"));
            assertThat(((RowsResult.Problems) result).problems()).anySatisfy(problem -> {
                assertThat(problem.code()).isEqualTo(ProblemCode.CONTROL_CHARACTER);
                assertThat(problem.found()).isEqualTo("a□b");
                assertThat(problem.place()).isEqualTo(new Place("", 1, JsonRows.field(column)));
            });
        }
    }

    @Test
    void fullWidthDigitsAreReadAndSaid() {
        RowsResult.Rows rows = accepted(check(row(Column.AMOUNT, "１，２３４．５０")));
        assertThat(rows.total()).isEqualByComparingTo("1234.5");
        Problem warning = rows.warnings().getFirst();
        assertThat(warning.code()).isEqualTo(ProblemCode.FULL_WIDTH_DIGITS);
        assertThat(warning.params()).containsExactly("1234.50");
    }

    @Test
    void oneDecimalCommaMakesAPointWithThreeDigitsDoubtful() {
        Problem problem = refused(check(
                row(Column.AMOUNT, "1.234"),
                row(
                        Column.AMOUNT,
                        "12,50",
                        Column.NAME,
                        "Bob",
                        Column.WALLET,
                        address("bob").toString())));
        assertThat(problem.code()).isEqualTo(ProblemCode.AMOUNT_AMBIGUOUS);
        assertThat(problem.place().row()).isEqualTo(1);
        assertThat(accepted(check(row(Column.AMOUNT, "1.234"))).total()).isEqualByComparingTo("1.234");
    }

    @Test
    void aLineOfTotalsIsNoPerson() {
        for (String word : List.of("Total", "合计：", "TOTAL:", "总计")) {
            assertThat(refused(check(row(Column.NAME, word, Column.WALLET, ""))).code())
                    .isEqualTo(ProblemCode.TOTAL_ROW);
        }
    }

    @Test
    void theTotalStaysUnderAMillionMillions() {
        RowsResult result = check(
                row(Column.AMOUNT, "999999999999"),
                row(
                        Column.AMOUNT,
                        "1",
                        Column.NAME,
                        "Bob",
                        Column.WALLET,
                        address("bob").toString()));
        assertThat(refused(result).code()).isEqualTo(ProblemCode.TOTAL_TOO_LARGE);
    }

    @Test
    void theSameAddressTwiceNeedsAYes() {
        Map<Column, String> again = row(Column.NAME, "Ana");
        Problem problem = refused(check(row(), again));
        assertThat(problem.code()).isEqualTo(ProblemCode.DUPLICATE_ROW);
        assertThat(problem.params()).containsExactly("1");
        RowsResult.Rows rows = accepted(
                JsonRows.check(List.of(row(), again), context().confirming(Set.of(ProblemCode.DUPLICATE_ROW))));
        assertThat(rows.rows()).hasSize(2);
        assertThat(codes(rows.warnings())).containsExactly(ProblemCode.DUPLICATE_ROW);
    }

    @Test
    void theSamePersonTwiceNeedsAYes() {
        Map<Column, String> again =
                row(Column.NAME, " ana  GARCÍA", Column.WALLET, address("other").toString());
        assertThat(refused(check(row(), again)).code()).isEqualTo(ProblemCode.DUPLICATE_PERSON);
        Map<Column, String> one = row(Column.EMPLOYEE_NUMBER, "1");
        again.put(Column.EMPLOYEE_NUMBER, "2");
        assertThat(check(one, again)).isInstanceOf(RowsResult.Rows.class);
        again.put(Column.EMPLOYEE_NUMBER, "1");
        assertThat(refused(check(one, again)).code()).isEqualTo(ProblemCode.DUPLICATE_PERSON);
    }

    @Test
    void aYesToOneThingIsNoYesToAnError() {
        RowsResult result = JsonRows.check(
                List.of(row(Column.AMOUNT, "-1")), context().confirming(Set.of(ProblemCode.AMOUNT_NEGATIVE)));
        assertThat(refused(result).code()).isEqualTo(ProblemCode.AMOUNT_NEGATIVE);
    }

    @Test
    void everyProblemIsReportedAtOnce() {
        RowsResult result = check(row(Column.AMOUNT, "x", Column.WALLET, "y", Column.EMAIL, "z"), row(Column.NAME, ""));
        assertThat(codes(((RowsResult.Problems) result).problems()))
                .containsExactlyInAnyOrder(
                        ProblemCode.AMOUNT_FORMAT,
                        ProblemCode.ADDRESS_FORMAT,
                        ProblemCode.EMAIL_FORMAT,
                        ProblemCode.NAME_MISSING);
    }

    @Test
    void problemsBeyondTheLimitAreCounted() {
        ReadingContext few = new ReadingContext(
                context().tokens(), context().parties(), context().payees(), Set.of(), 2);
        RowsResult result = JsonRows.check(java.util.Collections.nCopies(5, row(Column.AMOUNT, "-1")), few);
        List<Problem> problems = ((RowsResult.Problems) result).problems();
        assertThat(problems).hasSize(3);
        assertThat(Reading.worded(problems.getLast()).code()).isEqualTo(ProblemCode.TOO_MANY_PROBLEMS);
        assertThat(problems.getLast().found()).isEqualTo("7");
    }

    @SafeVarargs
    private static RowsResult check(Map<Column, String>... rows) {
        return JsonRows.check(List.of(rows), context());
    }
}
