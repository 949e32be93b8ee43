package com.protocolbanks.payroll.people;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Company;
import com.protocolbanks.payroll.SubmitResult;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.BankDetails;
import com.protocolbanks.payroll.splits.PaymentConfig;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EmployeesTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private final Company company = Company.in(postgres.web());
    private final Employees employees =
            new Employees(postgres.web(), company.vault, company.issuer.clock(), company.issuer.ids());
    private final Address home = Company.randomAddress();

    @Test
    void storesSplitAndSealedBankDetails() {
        var config = new PaymentConfig(
                new TreeMap<>(Map.of("usdt", BigDecimal.valueOf(80), "fiat", BigDecimal.valueOf(20))));
        var bank = new BankDetails("Ann", "DE89370400440532013000", "COBADEFFXXX");
        var draft = new EmployeeDraft(
                Optional.of("E-1"),
                "Ann",
                home,
                Optional.of(config),
                Optional.of("ann@example.com"),
                Optional.of(bank));
        var ann = saved(employees.create(company.preparer, draft));
        assertThat(employees.find(company.id(), ann.id())).contains(ann);
        assertThat(ann.paymentConfig()).contains(config);
        assertThat(ann.hasBank()).isTrue();
        var sealed = postgres.administrator()
                .acrossOrganizations(dsl -> dsl.fetchSingle(
                                "select encode(bank_details, 'escape') from employees where id = ?", ann.id())
                        .get(0, String.class));
        assertThat(sealed).doesNotContain("DE89");
        var opened = postgres.web()
                .inOrganization(
                        company.id(), dsl -> new PayeeBook(dsl, company.id(), company.vault).bank(Set.of(ann.id())));
        assertThat(opened).containsEntry(ann.id(), bank);
        assertThat(employees.changes(company.id(), ann.id()))
                .extracting(Employees.Change::field)
                .containsExactly("created");
    }

    @Test
    void refusesWhatCannotBePaid() {
        assertThat(employees.create(company.preparer, draft(" ", home)))
                .isEqualTo(new EmployeeOutcome.Unusable("name"));
        assertThat(employees.create(company.preparer, with(PaymentConfig.whole("doge"))))
                .isEqualTo(new EmployeeOutcome.Unusable("paymentConfig"));
        assertThat(employees.create(company.preparer, with(PaymentConfig.whole("fiat"))))
                .isEqualTo(new EmployeeOutcome.Unusable("bank"));
        saved(employees.create(company.preparer, draft("Ann", home)));
        assertThat(employees.create(company.preparer, draft("Bob", home)))
                .isEqualTo(new EmployeeOutcome.Taken("walletAddress"));
    }

    @Test
    void anAccountIsCheckedAndKeptAsABankReadsIt() {
        assertThat(employees.create(company.preparer, at("DE89 3704 0044 0532 0130 01", "")))
                .isEqualTo(new EmployeeOutcome.Unusable("account"));
        assertThat(employees.create(company.preparer, at("6222021234567890123", "")))
                .isEqualTo(new EmployeeOutcome.Unusable("bankCode"));
        var ann = saved(employees.create(company.preparer, at("de89 3704 0044 0532 0130 00", "")));
        var stored = postgres.web()
                .inOrganization(
                        company.id(), dsl -> new PayeeBook(dsl, company.id(), company.vault).bank(Set.of(ann.id())));
        assertThat(stored).containsEntry(ann.id(), new BankDetails("Ann", "DE89370400440532013000", ""));
    }

    private EmployeeDraft at(String account, String bankCode) {
        return new EmployeeDraft(
                Optional.empty(),
                "Ann",
                home,
                Optional.of(PaymentConfig.whole("fiat")),
                Optional.empty(),
                Optional.of(new BankDetails("", account, bankCode)));
    }

    @Test
    void aNewAddressNeedsASecondMember() {
        var ann = saved(employees.create(company.preparer, draft("Ann", home)));
        var moved = draft("Ann", Company.randomAddress());
        assertThat(employees.update(company.preparer, ann.id(), moved))
                .isEqualTo(new EmployeeOutcome.NeedsSecondMember());
        employees.vouch(company.preparer, ann.id(), moved.walletAddress());
        assertThat(employees.update(company.preparer, ann.id(), moved))
                .isEqualTo(new EmployeeOutcome.NeedsSecondMember());
        employees.vouch(company.approver, ann.id(), moved.walletAddress());
        assertThat(saved(employees.update(company.preparer, ann.id(), moved)).walletAddress())
                .isEqualTo(moved.walletAddress());
        assertThat(employees.changes(company.id(), ann.id()))
                .extracting(Employees.Change::field)
                .contains("wallet_address", "vouched_address");
    }

    @Test
    void anAddressConfirmedForOnePersonMovesNobodyElse() {
        var ann = saved(employees.create(company.preparer, draft("Ann", home)));
        var bob = saved(employees.create(company.preparer, draft("Bob", Company.randomAddress())));
        var next = Company.randomAddress();
        employees.vouch(company.approver, ann.id(), next);
        var payroll = Company.rows(List.of(Company.row("Bob", next.toString(), "10")));
        var refused = (SubmitResult.Refused) company.payroll().submit(company.preparer, payroll);
        assertThat(refused.problems()).extracting(Problem::code).containsExactly(ProblemCode.ADDRESS_CHANGED);
        employees.vouch(company.approver, bob.id(), next);
        company.accepted(payroll);
        assertThat(employees.find(company.id(), bob.id()).orElseThrow().walletAddress())
                .isEqualTo(next);
    }

    @Test
    void unseenCharactersAndOverlongHoldersAreRefused() {
        assertThat(employees.create(company.preparer, draft("A\u0000n", home)))
                .isEqualTo(new EmployeeOutcome.Unusable("name"));
        var holder = new EmployeeDraft(
                Optional.empty(),
                "Ann",
                home,
                Optional.empty(),
                Optional.empty(),
                Optional.of(new BankDetails("A".repeat(141), "DE89370400440532013000", "")));
        assertThat(employees.create(company.preparer, holder)).isEqualTo(new EmployeeOutcome.Unusable("accountName"));
    }

    @Test
    void aPayrollMovesAKnownPersonOnlyToAVouchedAddress() {
        var ann = saved(employees.create(company.preparer, draft("Ann", home)));
        var next = Company.randomAddress();
        var payroll = Company.rows(List.of(Company.row("Ann", next.toString(), "10")));
        var refused = (SubmitResult.Refused) company.payroll().submit(company.preparer, payroll);
        assertThat(refused.problems()).extracting(Problem::code).containsExactly(ProblemCode.ADDRESS_CHANGED);
        employees.vouch(company.approver, ann.id(), next);
        var id = company.accepted(payroll);
        assertThat(employees.find(company.id(), ann.id()).orElseThrow().walletAddress())
                .isEqualTo(next);
        assertThat(new Batches(postgres.web())
                        .items(company.id(), id, 0, Optional.empty(), 10)
                        .getFirst()
                        .employeeId())
                .isEqualTo(ann.id());
    }

    @Test
    void listsInPagesAndOnlyItsOwn() {
        for (int i = 0; i < 5; i++) {
            saved(employees.create(company.preparer, draft("P" + i, Company.randomAddress())));
        }
        var first = employees.list(company.id(), Optional.empty(), 3);
        var rest = employees.list(company.id(), Optional.of(first.getLast().id()), 3);
        assertThat(first).hasSize(3);
        assertThat(rest).hasSize(2).doesNotContainAnyElementsOf(first);
        assertThat(employees.find(
                        Company.in(postgres.web()).id(), first.getFirst().id()))
                .isEmpty();
    }

    private EmployeeDraft with(PaymentConfig config) {
        return new EmployeeDraft(
                Optional.empty(), "Ann", home, Optional.of(config), Optional.empty(), Optional.empty());
    }

    private static EmployeeDraft draft(String name, Address address) {
        return new EmployeeDraft(Optional.empty(), name, address, Optional.empty(), Optional.empty(), Optional.empty());
    }

    private static Employee saved(EmployeeOutcome outcome) {
        if (outcome instanceof EmployeeOutcome.Saved(var employee)) {
            return employee;
        }
        throw new AssertionError("not saved: " + outcome);
    }
}
