package com.protocolbanks.payroll.rows;

import static com.protocolbanks.payroll.rows.Reading.accepted;
import static com.protocolbanks.payroll.rows.Reading.address;
import static com.protocolbanks.payroll.rows.Reading.codes;
import static com.protocolbanks.payroll.rows.Reading.context;
import static com.protocolbanks.payroll.rows.Reading.refused;
import static com.protocolbanks.payroll.rows.Reading.row;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.payees.KnownPayee;
import com.protocolbanks.payroll.payees.KnownPayees;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.splits.PaymentConfig;
import com.protocolbanks.payroll.splits.PaymentConfigText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class KnownPeopleTest {
    private static final KnownPayee ANA =
            new KnownPayee(new UUID(0, 1), Optional.of("1"), "Ana García", address("ana"), KnownPayee.Terms.NONE);
    private static final KnownPayee BOB =
            new KnownPayee(new UUID(0, 2), Optional.of("2"), "Bob", address("bob"), KnownPayee.Terms.NONE);

    @Test
    void aRowIsMatchedByNumberElseByAddress() {
        assertThat(known(check(row(Column.EMPLOYEE_NUMBER, "1")))).contains(ANA.id());
        assertThat(known(check(row()))).contains(ANA.id());
        assertThat(known(check(row(
                        Column.NAME, "Carla", Column.WALLET, address("carla").toString()))))
                .isEmpty();
    }

    @Test
    void aKnownPersonWithANewAddressNeedsASecondMember() {
        String moved = address("moved").toString();
        for (Map<Column, String> row : List.of(
                row(Column.WALLET, moved),
                row(Column.EMPLOYEE_NUMBER, "1", Column.WALLET, moved),
                row(Column.NAME, "ANA  garcía", Column.WALLET, moved))) {
            Problem problem = refused(check(row));
            assertThat(problem.code()).isEqualTo(ProblemCode.ADDRESS_CHANGED);
            assertThat(problem.params())
                    .containsExactly("Ana García", ANA.address().toString());
        }
        ReadingContext vouched = context(KnownPayees.of(List.of(ANA, BOB), Map.of(ANA.id(), Set.of(address("moved")))));
        assertThat(known(JsonRows.check(List.of(row(Column.WALLET, moved)), vouched)))
                .contains(ANA.id());
        assertThat(refused(JsonRows.check(List.of(row(Column.NAME, "Bob", Column.WALLET, moved)), vouched))
                        .code())
                .as("what was confirmed for one person moves nobody else")
                .isEqualTo(ProblemCode.ADDRESS_CHANGED);
        RowsResult confirmed = JsonRows.check(
                List.of(row(Column.WALLET, moved)), context(ANA, BOB).confirming(Set.of(ProblemCode.ADDRESS_CHANGED)));
        assertThat(refused(confirmed).code()).isEqualTo(ProblemCode.ADDRESS_CHANGED);
    }

    @Test
    void twoPeopleOfOneNameAreToldApartByTheirNumbers() {
        RowsResult result = check(row(
                Column.EMPLOYEE_NUMBER, "9", Column.WALLET, address("other ana").toString()));
        assertThat(known(result)).isEmpty();
    }

    @Test
    void numberAndAddressOfDifferentPeopleAreRefused() {
        assertThat(refused(check(row(Column.EMPLOYEE_NUMBER, "2", Column.NAME, "Bob")))
                        .code())
                .isEqualTo(ProblemCode.PERSON_CONFLICT);
        assertThat(refused(check(row(Column.EMPLOYEE_NUMBER, "77"))).code()).isEqualTo(ProblemCode.PERSON_CONFLICT);
    }

    @Test
    void anotherNameAtAKnownAddressNeedsAYes() {
        Map<Column, String> married = row(Column.NAME, "Ana García de Soto");
        assertThat(refused(check(married)).code()).isEqualTo(ProblemCode.NAME_CHANGED);
        RowsResult.Rows rows = accepted(
                JsonRows.check(List.of(married), context(ANA, BOB).confirming(Set.of(ProblemCode.NAME_CHANGED))));
        assertThat(codes(rows.warnings())).containsExactly(ProblemCode.NAME_CHANGED);
    }

    @Test
    void anAddressWithTheEndsOfAKnownOneIsBlocked() {
        String real = ANA.address().lower();
        String fake = real.substring(0, 6) + "1".repeat(32) + real.substring(38);
        for (String name : List.of("Ana García", "Somebody else")) {
            Problem problem = refused(
                    check(row(Column.NAME, name, Column.WALLET, Address.of(fake).toString())));
            assertThat(problem.code()).isEqualTo(ProblemCode.ADDRESS_LOOKS_LIKE_ANOTHER);
            assertThat(problem.params()).containsExactly(ANA.address().toString());
        }
    }

    @Test
    void theSplitOnRecordDecidesUnlessTheRowHasItsOwn() {
        KnownPayee split = new KnownPayee(
                ANA.id(),
                ANA.number(),
                ANA.name(),
                ANA.address(),
                new KnownPayee.Terms(Optional.of(config("usdt 80 / fiat 20")), true));
        assertThat(effective(JsonRows.check(List.of(row()), context(split)))).isEqualTo("{\"fiat\":20,\"usdt\":80}");
        assertThat(effective(JsonRows.check(List.of(row(Column.SPLIT, "USDC 100%")), context(split))))
                .isEqualTo("{\"usdc\":100}");
        assertThat(effective(JsonRows.check(List.of(row(Column.TOKEN, "usdc")), context(split))))
                .isEqualTo("{\"fiat\":20,\"usdt\":80}");
        assertThat(refused(JsonRows.check(List.of(row(Column.TOKEN, "USDT")), context(split)))
                        .code())
                .isEqualTo(ProblemCode.TOKEN_BEATS_SPLIT);
        assertThat(effective(JsonRows.check(
                        List.of(row(Column.TOKEN, "USDT")),
                        context(split).confirming(Set.of(ProblemCode.TOKEN_BEATS_SPLIT)))))
                .isEqualTo("{\"usdt\":100}");
        assertThat(refused(check(row(Column.TOKEN, "USDT", Column.SPLIT, "usdc 100")))
                        .code())
                .isEqualTo(ProblemCode.TOKEN_AND_SPLIT);
    }

    @Test
    void bankDetailsOfTheRowComeAlongCleaned() {
        RowsResult.Rows rows =
                accepted(check(row(Column.SPLIT, "usdt 80 / fiat 20", Column.ACCOUNT, "gb82 WEST 1234 5698 7654 32")));
        assertThat(rows.rows().getFirst().delivery().bank())
                .contains(new BankDetails("Ana García", "GB82WEST12345698765432", ""));
    }

    @Test
    void aHolderWrittenOnTwoLinesStandsOnOne() {
        RowsResult.Rows rows = accepted(check(row(
                Column.SPLIT,
                "fiat 100",
                Column.ACCOUNT_NAME,
                "Ana\nGarcía",
                Column.ACCOUNT,
                "GB82 WEST 1234 5698 7654 32")));
        assertThat(rows.rows().getFirst().delivery().bank().orElseThrow().name())
                .isEqualTo("Ana García");
    }

    private static PaymentConfig config(String text) {
        return ((PaymentConfigText.Understood) PaymentConfigText.read(text)).config();
    }

    private static RowsResult check(Map<Column, String> row) {
        return JsonRows.check(List.of(row), context(ANA, BOB));
    }

    private static Optional<UUID> known(RowsResult result) {
        return accepted(result).rows().getFirst().person().known();
    }

    private static String effective(RowsResult result) {
        return accepted(result).rows().getFirst().delivery().effective().json();
    }
}
