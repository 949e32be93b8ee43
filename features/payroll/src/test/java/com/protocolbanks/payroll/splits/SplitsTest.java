package com.protocolbanks.payroll.splits;

import static com.protocolbanks.payroll.rows.Reading.DAI;
import static com.protocolbanks.payroll.rows.Reading.USDC;
import static com.protocolbanks.payroll.rows.Reading.USDT;
import static com.protocolbanks.payroll.rows.Reading.ZETA;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SplitsTest {
    private static final Asset COARSE = new Asset("COIN", 0, "USD");
    private static final Map<String, Asset> TOKENS =
            Map.of("USDC", USDC, "USDT", USDT, "DAI", DAI, "ZETA", ZETA, "COIN", COARSE);

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1234.56    | {\"usdt\":80,\"fiat\":20}  | FIAT USD 24691 + CHAIN USDT 987650000",
                "1234.56    | {\"USDT\":80,\"Fiat\":20}  | FIAT USD 24691 + CHAIN USDT 987650000",
                "0.01       | usdt 99.5 / fiat 0.5       | CHAIN USDT 10000",
                "0.000001   | usdc 50 / usdt 50          | CHAIN USDC 1",
                "100        | fiat 100                   | FIAT USD 10000",
                "1          | usdt 100; fiat 0           | CHAIN USDT 1000000",
                "10         | {\"usdt\": \"12.5\", \"usdc\": 87.5} | CHAIN USDC 8750000 + CHAIN USDT 1250000",
                "0.00000001 | dai 50 / usdc 50           | CHAIN DAI 10000000000",
            })
    void dividesIntoLegs(String amount, String config, String legs) {
        assertThat(written(split(amount, config, USDC))).isEqualTo(legs);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1         | doge 50 / usdc 50 | TOKEN_UNKNOWN   | doge",
                "1         | usdc 50 / zeta 50 | UNIT_MISMATCH   | zeta",
                "0.0000001 | usdc 50 / usdt 50 | AMOUNT_TOO_FINE | 0.0000001",
                "1.001     | fiat 100          | AMOUNT_TOO_FINE | 1.001",
                "0.5       | coin 100          | AMOUNT_TOO_FINE | 0.5",
            })
    void refusesWhatCannotBeDivided(String amount, String config, ProblemCode code, String found) {
        assertThat(split(amount, config, USDC)).isInstanceOfSatisfying(SplitResult.Refused.class, refused -> {
            assertThat(refused.code()).isEqualTo(code);
            assertThat(refused.found()).isEqualTo(found);
        });
    }

    @Test
    void noBankPaysInAUnitThatIsNoCurrency() {
        assertThat(split("1", "fiat 100", ZETA))
                .isInstanceOfSatisfying(
                        SplitResult.Refused.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.UNIT_MISMATCH));
        assertThat(Splits.fiat("JPY")).contains(new Asset("JPY", 0, "JPY"));
        assertThat(Splits.fiat("XAU")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "   ",
                "usdt",
                "80",
                "usdt80 / fiat20",
                "usdt 80 fiat 20",
                "usdt 80 / usdt 20",
                "USDT 80 / usdt 20",
                "usdt -20 / fiat 120",
                "usdt 1e2",
                "usdt 80.123456789 / fiat 19.876543211",
                "{\"usdt\":80,\"fiat\":20",
                "{\"usdt\":80,,\"fiat\":20}",
                "{\"usdt\":8e1,\"fiat\":20}",
                "{\"usdt\":80,\"usdt\":20}",
                "{\"a\":{\"usdt\":100}}",
                "{}",
                "[100]"
            })
    void aSplitNobodyCanReadTwiceIsNotRead(String text) {
        assertThat(PaymentConfigText.read(text))
                .isInstanceOfSatisfying(
                        PaymentConfigText.NotUnderstood.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.SPLIT_FORMAT));
    }

    @ParameterizedTest
    @ValueSource(strings = {"usdt 80 / fiat 19.99999999", "usdt 80 / fiat 21", "usdt 0", "{\"usdt\":99}"})
    void sharesAddUpToAHundred(String text) {
        assertThat(PaymentConfigText.read(text))
                .isInstanceOfSatisfying(
                        PaymentConfigText.NotUnderstood.class,
                        refused -> assertThat(refused.code()).isEqualTo(ProblemCode.SPLIT_SUM));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "usdt 80 / fiat 20",
                "USDT: 80%, FIAT: 20%",
                "usdt=80;fiat=20",
                "usdt 80 + fiat 20",
                "usdt：80％，fiat：20％",
                "usdt 80\nfiat 20",
                "{\"usdt\":80,\"fiat\":20}",
                "{ \"fiat\" : 20.0 , \"usdt\" : \"80\" }"
            })
    void manyHandsWriteTheSameSplit(String text) {
        assertThat(PaymentConfigText.read(text))
                .isInstanceOfSatisfying(
                        PaymentConfigText.Understood.class,
                        read -> assertThat(read.config().json()).isEqualTo("{\"fiat\":20,\"usdt\":80}"));
    }

    @Property
    void whatIsWrittenIsReadAgain(@ForAll @IntRange(min = 1, max = 9_999) int points) {
        BigDecimal first = BigDecimal.valueOf(points, 2);
        String text = "usdt " + first + " / fiat " + BigDecimal.valueOf(100).subtract(first);
        PaymentConfig config = config(text);
        assertThat(config(config.json())).isEqualTo(config);
    }

    @Property
    void legsAddUpToTheAmountAndNoneIsZero(
            @ForAll @LongRange(min = 1, max = 999_999_999_999_000_000L) long micros,
            @ForAll @IntRange(min = 1, max = 99_999_998) int share) {
        BigDecimal amount = BigDecimal.valueOf(micros, 6);
        BigDecimal percent = BigDecimal.valueOf(share, 6);
        BigDecimal other = BigDecimal.valueOf(99_999_999 - share, 6);
        String config = "usdt " + percent + " / fiat 0.000001 / dai " + other;
        List<Leg> legs = ((SplitResult.Legs) split(amount.toPlainString(), config, USDC)).legs();
        assertThat(legs.stream().map(leg -> leg.amount().decimal()).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(amount);
        assertThat(legs).allMatch(leg -> leg.units().signum() > 0);
        assertThat(legs)
                .allMatch(
                        leg -> (leg.rail() == Rail.FIAT) == leg.asset().symbol().equals("USD"));
    }

    private static PaymentConfig config(String text) {
        return ((PaymentConfigText.Understood) PaymentConfigText.read(text)).config();
    }

    private static SplitResult split(String amount, String config, Asset batch) {
        return Splits.legs(new BigDecimal(amount), config(config), batch, TOKENS);
    }

    private static String written(SplitResult result) {
        return ((SplitResult.Legs) result)
                .legs().stream()
                        .map(leg -> leg.rail() + " " + leg.asset().symbol() + " " + leg.units())
                        .collect(Collectors.joining(" + "));
    }
}
