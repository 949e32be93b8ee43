package com.protocolbanks.payroll.people;

import static com.protocolbanks.database.generated.Tables.EMPLOYEES;
import static com.protocolbanks.database.generated.Tables.VOUCHED_ADDRESSES;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.payees.KnownPayee;
import com.protocolbanks.payroll.payees.KnownPayees;
import com.protocolbanks.payroll.rows.BankDetails;
import com.protocolbanks.payroll.rows.PayrollRow;
import com.protocolbanks.payroll.splits.PaymentConfig;
import com.protocolbanks.payroll.splits.PaymentConfigText;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.impl.DSL;

/** One organization's people, within the transaction of a submission. */
public final class PayeeBook {
    private final DSLContext dsl;
    private final UUID orgId;
    private final BankVault.Drawer drawer;

    public PayeeBook(DSLContext dsl, UUID orgId, BankVault vault) {
        this.dsl = dsl;
        this.orgId = orgId;
        this.drawer = vault.open(dsl, orgId);
    }

    /** Everybody known, and the new addresses that somebody other than the submitter has vouched for. */
    public KnownPayees known(UUID submitter) {
        var payees = dsl.select(
                        EMPLOYEES.ID,
                        EMPLOYEES.EMPLOYEE_NUMBER,
                        EMPLOYEES.NAME,
                        EMPLOYEES.WALLET_ADDRESS,
                        EMPLOYEES.PAYMENT_CONFIG,
                        DSL.field(EMPLOYEES.BANK_DETAILS.isNotNull()))
                .from(EMPLOYEES)
                .where(EMPLOYEES.ORG_ID.eq(orgId))
                .fetch(row -> new KnownPayee(
                        row.value1(),
                        Optional.ofNullable(row.value2()),
                        row.value3(),
                        Address.of(row.value4()),
                        new KnownPayee.Terms(config(row.value5()), row.value6())));
        Map<UUID, Set<Address>> vouched = dsl.select(VOUCHED_ADDRESSES.EMPLOYEE_ID, VOUCHED_ADDRESSES.ADDRESS)
                .from(VOUCHED_ADDRESSES)
                .where(VOUCHED_ADDRESSES.ORG_ID.eq(orgId), VOUCHED_ADDRESSES.VOUCHED_BY.ne(submitter))
                .collect(Collectors.groupingBy(
                        row -> row.value1(), Collectors.mapping(row -> Address.of(row.value2()), Collectors.toSet())));
        return KnownPayees.of(payees, vouched);
    }

    /**
     * Writes down what the rows say that is not known yet: new people, the first number of somebody known by address, a
     * vouched new address. Returns the employee of each row.
     */
    public UUID[] enter(List<PayrollRow> rows, EntryTerms terms) {
        return new PayeeEntry(dsl, orgId, drawer, terms).enter(rows);
    }

    /** The bank details stored for these employees. */
    public Map<UUID, BankDetails> bank(Set<UUID> employees) {
        return dsl.select(EMPLOYEES.ID, EMPLOYEES.BANK_DETAILS)
                .from(EMPLOYEES)
                .where(EMPLOYEES.ID.eq(DSL.any(employees.toArray(UUID[]::new))), EMPLOYEES.BANK_DETAILS.isNotNull())
                .fetchMap(row -> row.value1(), row -> drawer.open(row.value2()));
    }

    public byte[] seal(BankDetails details) {
        return drawer.seal(details);
    }

    /**
     * The bank details of somebody in the book, readable.
     *
     * @throws IllegalArgumentException when they were sealed for another organization, or altered
     */
    public BankDetails open(byte[] sealed) {
        return drawer.open(sealed);
    }

    static Optional<PaymentConfig> config(JSONB stored) {
        return switch (PaymentConfigText.read(stored.data())) {
            case PaymentConfigText.Understood(var config) -> Optional.of(config);
            case PaymentConfigText.NotUnderstood(var code, var found) -> Optional.empty();
        };
    }
}
