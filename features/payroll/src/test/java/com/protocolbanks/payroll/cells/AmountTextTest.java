package com.protocolbanks.payroll.cells;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.payroll.problems.ProblemCode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AmountTextTest {
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            ignoreLeadingAndTrailingWhitespace = true,
            value = {
                "5               | 5",
                "1234.5          | 1234.5",
                "0.00000001      | 0.00000001",
                "1,234.50        | 1234.50",
                "1,234,567       | 1234567",
                "1,234,567.89    | 1234567.89",
                "1.234,50        | 1234.50",
                "1.234.567       | 1234567",
                "1.234.567,8     | 1234567.8",
                "12,5            | 12.5",
                "1234,567        | 1234.567",
                "0,123           | 0.123",
                "1,2345          | 1.2345",
                "1 234           | 1234",
                "1 234,50        | 1234.50",
                "1 234.50        | 1234.50",
                "'1\u00a0234,5'  | 1234.5",
                "'1\u202f234'    | 1234",
                "1''234.50       | 1''234.50",
                "1’234.50        | 1234.50",
                "1.234           | 1.234",
                "１２３４．５       | 1234.5",
                "１，２３４．５０     | 1234.50",
                "999999999999.99999999 | 999999999999.99999999",
            })
    void reads(String text, String amount) {
        // One quote in the table is an apostrophe to the reader.
        String written = text.replace("''", "'");
        assertThat(AmountText.text(written))
                .isInstanceOfSatisfying(
                        AmountText.Read.class,
                        read -> assertThat(read.amount()).isEqualByComparingTo(amount.replace("''", "")));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,234          | AMOUNT_AMBIGUOUS",
                "１，２３４        | AMOUNT_AMBIGUOUS",
                "999,999        | AMOUNT_AMBIGUOUS",
                "12,34,567      | AMOUNT_FORMAT",
                "1,23,456.00    | AMOUNT_FORMAT",
                "1.23.456       | AMOUNT_FORMAT",
                "1,234.567.890  | AMOUNT_FORMAT",
                "1.234,567,890  | AMOUNT_FORMAT",
                "1 23           | AMOUNT_FORMAT",
                "007            | AMOUNT_FORMAT",
                "00.5           | AMOUNT_FORMAT",
                ".5             | AMOUNT_FORMAT",
                "5.             | AMOUNT_FORMAT",
                "+5             | AMOUNT_FORMAT",
                "$5             | AMOUNT_FORMAT",
                "5 USDC         | AMOUNT_FORMAT",
                "￥5            | AMOUNT_FORMAT",
                "5元            | AMOUNT_FORMAT",
                "50%            | AMOUNT_FORMAT",
                "1/2            | AMOUNT_FORMAT",
                "五千           | AMOUNT_FORMAT",
                "٥             | AMOUNT_FORMAT",
                "NaN            | AMOUNT_FORMAT",
                "Infinity       | AMOUNT_FORMAT",
                "0x10           | AMOUNT_FORMAT",
                "1_000          | AMOUNT_FORMAT",
                "1d             | AMOUNT_FORMAT",
                "=1+1           | AMOUNT_FORMAT",
                "11111111111111111111111111111111111111111 | AMOUNT_FORMAT",
                "1e5            | AMOUNT_SCIENTIFIC",
                "1.5E+10        | AMOUNT_SCIENTIFIC",
                "1E-7           | AMOUNT_SCIENTIFIC",
                "-5             | AMOUNT_NEGATIVE",
                "－5            | AMOUNT_NEGATIVE",
                "−5.50          | AMOUNT_NEGATIVE",
                "(5.00)         | AMOUNT_NEGATIVE",
                "5-             | AMOUNT_NEGATIVE",
                "0              | AMOUNT_ZERO",
                "0.00           | AMOUNT_ZERO",
                "０             | AMOUNT_ZERO",
                "1000000000000  | AMOUNT_TOO_LARGE",
            })
    void refuses(String text, ProblemCode code) {
        assertThat(AmountText.text(text)).isEqualTo(new AmountText.Refused(code));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0.1                  | 0.1         | PLAIN",
                "1234.56              | 1234.56     | PLAIN",
                "1E-4                 | 0.0001      | PLAIN",
                "1.5E3                | 1500        | PLAIN",
                "0.30000000000000004  | 0.3         | ROUNDED",
                "1.1000000000000001   | 1.1         | ROUNDED",
                "1234.5600000000000   | 1234.56     | PLAIN",
                "99999999999.9999     | 99999999999.9999 | PLAIN",
            })
    void readsANumberAsItWasSeen(String raw, String amount, AmountText.Style style) {
        assertThat(AmountText.number(raw)).isInstanceOfSatisfying(AmountText.Read.class, read -> {
            assertThat(read.amount()).isEqualByComparingTo(amount);
            assertThat(read.style()).isEqualTo(style);
        });
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "123456789012.12345678 | AMOUNT_DIGITS",
                "1E+12                 | AMOUNT_TOO_LARGE",
                "1E+999999999          | AMOUNT_TOO_LARGE",
                "1E-999999999          | AMOUNT_TOO_FINE",
                "1E+99999999999        | AMOUNT_FORMAT",
                "-3                    | AMOUNT_NEGATIVE",
                "-1E99                 | AMOUNT_NEGATIVE",
                "0                     | AMOUNT_ZERO",
                "0E99                  | AMOUNT_ZERO",
                "abc                   | AMOUNT_FORMAT",
                "''                    | AMOUNT_FORMAT",
                "--5                   | AMOUNT_FORMAT",
            })
    void refusesNumbersNobodySaw(String raw, ProblemCode code) {
        assertThat(AmountText.number(raw)).isEqualTo(new AmountText.Refused(code));
    }
}
