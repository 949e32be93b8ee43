package com.protocolbanks.payroll.rows;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.payees.KnownPayee;
import com.protocolbanks.payroll.payees.KnownPayees;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.problems.ProblemTexts;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** An organization, its tokens and its people, for tests that read payrolls. */
public final class Reading {
    public static final Asset USDC = new Asset("USDC", 6, "USD");
    public static final Asset USDT = new Asset("USDT", 6, "USD");
    public static final Asset DAI = new Asset("DAI", 18, "USD");
    public static final Asset ZETA = new Asset("ZETA", 18, "ZETA");
    public static final Address WALLET = address("wallet");
    public static final Address MULTI_SEND = address("multisend");
    public static final Address TOKEN = address("token");

    private Reading() {}

    public static Address address(String seed) {
        return new Address(Arrays.copyOfRange(
                Keccak.hash(seed.getBytes(StandardCharsets.UTF_8)).bytes(), 12, 32));
    }

    public static ReadingContext context(KnownPayee... payees) {
        return context(KnownPayees.of(List.of(payees), Map.of()));
    }

    public static ReadingContext context(KnownPayees payees) {
        return new ReadingContext(
                new ReadingContext.Tokens(USDC, Map.of("USDC", USDC, "USDT", USDT, "DAI", DAI, "ZETA", ZETA)),
                new ReadingContext.Parties(WALLET, Set.of(MULTI_SEND), Set.of(TOKEN)),
                payees,
                Set.of(),
                ReadingContext.DEFAULT_PROBLEM_LIMIT);
    }

    /** A row of JSON that is in order, changed by the fields given as name and value in turn. */
    public static Map<Column, String> row(Object... changes) {
        Map<Column, String> row = new java.util.EnumMap<>(Column.class);
        row.put(Column.NAME, "Ana García");
        row.put(Column.WALLET, address("ana").toString());
        row.put(Column.AMOUNT, "1234.56");
        for (int i = 0; i < changes.length; i += 2) {
            row.put((Column) changes[i], (String) changes[i + 1]);
        }
        return row;
    }

    /** The problem the one wrong row has; its words exist in both languages. */
    public static Problem refused(RowsResult result) {
        assertThat(result).isInstanceOf(RowsResult.Problems.class);
        List<Problem> problems = ((RowsResult.Problems) result).problems();
        assertThat(problems).hasSize(1);
        return worded(problems.getFirst());
    }

    public static RowsResult.Rows accepted(RowsResult result) {
        assertThat(result).isInstanceOf(RowsResult.Rows.class);
        RowsResult.Rows rows = (RowsResult.Rows) result;
        rows.warnings().forEach(Reading::worded);
        return rows;
    }

    /** The same problem, after its words were made. */
    public static Problem worded(Problem problem) {
        for (Locale language : List.of(Locale.ENGLISH, Locale.SIMPLIFIED_CHINESE)) {
            ProblemTexts texts = ProblemTexts.in(language);
            assertThat(texts.message(problem)).isNotBlank().doesNotContain(" null");
            assertThat(texts.expected(problem)).isNotBlank();
            assertThat(texts.repair(problem)).isNotBlank();
        }
        return problem;
    }

    public static List<ProblemCode> codes(List<Problem> problems) {
        return problems.stream().map(Reading::worded).map(Problem::code).toList();
    }
}
