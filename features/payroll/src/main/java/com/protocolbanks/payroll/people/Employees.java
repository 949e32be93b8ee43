package com.protocolbanks.payroll.people;

import static com.protocolbanks.database.generated.Tables.EMPLOYEES;
import static com.protocolbanks.database.generated.Tables.EMPLOYEE_CHANGES;
import static com.protocolbanks.database.generated.Tables.VOUCHED_ADDRESSES;
import static org.jooq.impl.DSL.row;
import static org.jooq.impl.DSL.select;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.EmployeesRecord;
import com.protocolbanks.evm.Address;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.splits.PaymentConfig;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.JSONB;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jooq.impl.DSL;
import org.jspecify.annotations.Nullable;

/**
 * The people of each organization. Who may change them is asked before:
 * {@link com.protocolbanks.identity.Permission#EMPLOYEES_WRITE}.
 */
public final class Employees {

    private final Database database;
    private final BankVault vault;
    private final Clock clock;
    private final Supplier<UUID> ids;

    public Employees(Database database, BankVault vault, Clock clock, Supplier<UUID> ids) {
        this.database = database;
        this.vault = vault;
        this.clock = clock;
        this.ids = ids;
    }

    /** One recorded change; bank details appear as a fact, never by content. */
    public record Change(
            String field, Optional<String> before, Optional<String> after, Optional<UUID> memberId, Instant at) {}

    /** In the order in which they were entered, from behind the given one on, at most {@code limit}. */
    public List<Employee> list(UUID orgId, Optional<UUID> after, int limit) {
        return database.inOrganization(orgId, dsl -> {
            var key = row(EMPLOYEES.CREATED_AT, EMPLOYEES.ID);
            var cursor = EMPLOYEES.as("cursor");
            Condition behind = after.map(id -> key.gt(select(cursor.CREATED_AT, cursor.ID)
                            .from(cursor)
                            .where(cursor.ORG_ID.eq(orgId), cursor.ID.eq(id))))
                    .orElseGet(DSL::noCondition);
            return dsl.selectFrom(EMPLOYEES)
                    .where(EMPLOYEES.ORG_ID.eq(orgId), behind)
                    .orderBy(EMPLOYEES.CREATED_AT, EMPLOYEES.ID)
                    .limit(limit)
                    .fetch(Employees::employee);
        });
    }

    public Optional<Employee> find(UUID orgId, UUID employeeId) {
        return database.inOrganization(
                orgId, dsl -> find(dsl, orgId, employeeId).map(Employees::employee));
    }

    public EmployeeOutcome create(Caller caller, EmployeeDraft draft) {
        return saving(() -> database.inOrganization(caller.orgId(), dsl -> create(dsl, caller, draft)));
    }

    /** {@link #create(Caller, EmployeeDraft)} in the caller's transaction; a number or address that is taken throws. */
    public EmployeeOutcome create(DSLContext dsl, Caller caller, EmployeeDraft draft) {
        var unusable = EmployeeCheck.unusable(dsl, caller.orgId(), draft, false);
        if (unusable.isPresent()) {
            return new EmployeeOutcome.Unusable(unusable.get());
        }
        var row = dsl.newRecord(EMPLOYEES);
        row.setId(ids.get());
        row.setOrgId(caller.orgId());
        row.setCreatedAt(now());
        fill(dsl, row, draft);
        row.insert();
        note(dsl, caller, row.getId(), "created", null, draft.walletAddress().lower());
        return new EmployeeOutcome.Saved(employee(row));
    }

    /** Replaces what is stored; every field that differs is recorded. */
    public EmployeeOutcome update(Caller caller, UUID employeeId, EmployeeDraft draft) {
        return saving(() -> database.inOrganization(caller.orgId(), dsl -> update(dsl, caller, employeeId, draft)));
    }

    private EmployeeOutcome update(DSLContext dsl, Caller caller, UUID employeeId, EmployeeDraft draft) {
        var found = find(dsl, caller.orgId(), employeeId);
        if (found.isEmpty()) {
            return new EmployeeOutcome.Unknown();
        }
        var row = found.get();
        var unusable = EmployeeCheck.unusable(dsl, caller.orgId(), draft, row.getBankDetails() != null);
        if (unusable.isPresent()) {
            return new EmployeeOutcome.Unusable(unusable.get());
        }
        var address = draft.walletAddress().lower();
        if (!address.equals(row.getWalletAddress()) && !vouched(dsl, caller, employeeId, address)) {
            return new EmployeeOutcome.NeedsSecondMember();
        }
        var before = row.copy();
        before.setId(row.getId());
        fill(dsl, row, draft);
        row.update();
        note(dsl, caller, employeeId, "name", before.getName(), row.getName());
        note(dsl, caller, employeeId, "wallet_address", before.getWalletAddress(), row.getWalletAddress());
        note(dsl, caller, employeeId, "employee_number", before.getEmployeeNumber(), row.getEmployeeNumber());
        note(dsl, caller, employeeId, "email", before.getEmail(), row.getEmail());
        note(
                dsl,
                caller,
                employeeId,
                "payment_config",
                before.getPaymentConfig().data(),
                row.getPaymentConfig().data());
        draft.bank().ifPresent(bank -> note(dsl, caller, employeeId, "bank_details", null, "replaced"));
        return new EmployeeOutcome.Saved(employee(row));
    }

    /**
     * Confirms a new address of a known person; it counts for what other members submit or change afterwards. False when
     * the organization has no such person.
     */
    public boolean vouch(Caller caller, UUID employeeId, Address address) {
        return database.inOrganization(caller.orgId(), dsl -> {
            if (find(dsl, caller.orgId(), employeeId).isEmpty()) {
                return false;
            }
            dsl.insertInto(VOUCHED_ADDRESSES)
                    .set(VOUCHED_ADDRESSES.ORG_ID, caller.orgId())
                    .set(VOUCHED_ADDRESSES.ADDRESS, address.lower())
                    .set(VOUCHED_ADDRESSES.EMPLOYEE_ID, employeeId)
                    .set(VOUCHED_ADDRESSES.VOUCHED_BY, caller.memberId())
                    .set(VOUCHED_ADDRESSES.VOUCHED_AT, now())
                    .onConflictDoNothing()
                    .execute();
            note(dsl, caller, employeeId, "vouched_address", null, address.lower());
            return true;
        });
    }

    /** What was changed about a person, the newest first. */
    public List<Change> changes(UUID orgId, UUID employeeId) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(EMPLOYEE_CHANGES)
                        .where(EMPLOYEE_CHANGES.ORG_ID.eq(orgId), EMPLOYEE_CHANGES.EMPLOYEE_ID.eq(employeeId))
                        .orderBy(EMPLOYEE_CHANGES.ID.desc())
                        .fetch(row -> new Change(
                                row.getField(),
                                Optional.ofNullable(row.getOldValue()),
                                Optional.ofNullable(row.getNewValue()),
                                Optional.ofNullable(row.getChangedBy()),
                                row.getChangedAt().toInstant())));
    }

    private static EmployeeOutcome saving(Supplier<EmployeeOutcome> work) {
        try {
            return work.get();
        } catch (IntegrityConstraintViolationException taken) {
            var text = String.valueOf(taken.getMessage());
            return new EmployeeOutcome.Taken(text.contains("employee_number_key") ? "employeeNumber" : "walletAddress");
        }
    }

    private static Optional<EmployeesRecord> find(DSLContext dsl, UUID orgId, UUID employeeId) {
        return dsl.fetchOptional(EMPLOYEES, EMPLOYEES.ORG_ID.eq(orgId).and(EMPLOYEES.ID.eq(employeeId)));
    }

    private static boolean vouched(DSLContext dsl, Caller caller, UUID employeeId, String address) {
        return dsl.fetchExists(
                VOUCHED_ADDRESSES,
                VOUCHED_ADDRESSES.ORG_ID.eq(caller.orgId()),
                VOUCHED_ADDRESSES.EMPLOYEE_ID.eq(employeeId),
                VOUCHED_ADDRESSES.ADDRESS.eq(address),
                VOUCHED_ADDRESSES.VOUCHED_BY.ne(caller.memberId()));
    }

    private void fill(DSLContext dsl, EmployeesRecord row, EmployeeDraft draft) {
        row.setName(draft.name().strip());
        row.setWalletAddress(draft.walletAddress().lower());
        row.setPaymentConfig(
                JSONB.valueOf(draft.paymentConfig().map(PaymentConfig::json).orElse("{}")));
        row.setEmployeeNumber(draft.number().map(String::strip).orElse(null));
        row.setEmail(draft.email().orElse(null));
        row.setUpdatedAt(now());
        draft.bank()
                .ifPresent(bank ->
                        row.setBankDetails(vault.open(dsl, row.getOrgId()).seal(bank)));
    }

    private void note(
            DSLContext dsl,
            Caller caller,
            UUID employeeId,
            String field,
            @Nullable String before,
            @Nullable String after) {
        if (Objects.equals(before, after)) {
            return;
        }
        dsl.insertInto(EMPLOYEE_CHANGES)
                .set(EMPLOYEE_CHANGES.ORG_ID, caller.orgId())
                .set(EMPLOYEE_CHANGES.EMPLOYEE_ID, employeeId)
                .set(EMPLOYEE_CHANGES.CHANGED_BY, caller.memberId())
                .set(EMPLOYEE_CHANGES.FIELD, field)
                .set(EMPLOYEE_CHANGES.OLD_VALUE, before)
                .set(EMPLOYEE_CHANGES.NEW_VALUE, after)
                .set(EMPLOYEE_CHANGES.CHANGED_AT, now())
                .execute();
    }

    private OffsetDateTime now() {
        return clock.instant().truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }

    private static Employee employee(EmployeesRecord row) {
        return new Employee(
                row.getId(),
                Optional.ofNullable(row.getEmployeeNumber()),
                row.getName(),
                Address.of(row.getWalletAddress()),
                PayeeBook.config(row.getPaymentConfig()),
                Optional.ofNullable(row.getEmail()),
                row.getBankDetails() != null,
                row.getCreatedAt().toInstant(),
                Optional.ofNullable(row.getArchivedAt()).map(OffsetDateTime::toInstant));
    }
}
