package com.protocolbanks.payroll.people;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.rows.PayrollRow;
import com.protocolbanks.payroll.rows.Person;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** Enters the people of one submission. */
final class PayeeEntry {
    private static final int SLICE = 5_000;

    private static final String ENTER = """
            with entered as (
                insert into employees (id, org_id, name, wallet_address, payment_config, employee_number, email,
                                       bank_details, created_at, updated_at)
                select id, ?, name, address, config::jsonb, number, email, decode(bank, 'hex'), ?::timestamptz, ?::timestamptz
                from unnest(?::uuid[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[], ?::text[])
                     as person (id, name, address, config, number, email, bank)
                returning id, wallet_address)
            insert into employee_changes (org_id, employee_id, changed_by, field, new_value, changed_at)
            select ?, id, ?, 'created', wallet_address, ?::timestamptz from entered
            """;

    private final DSLContext dsl;
    private final UUID orgId;
    private final BankVault.Drawer drawer;
    private final EntryTerms terms;
    private final Map<String, UUID> newByNumber = new HashMap<>();
    private final Map<Address, UUID> newByAddress = new HashMap<>();

    PayeeEntry(DSLContext dsl, UUID orgId, BankVault.Drawer drawer, EntryTerms terms) {
        this.dsl = dsl;
        this.orgId = orgId;
        this.drawer = drawer;
        this.terms = terms;
    }

    private record Newcomer(UUID id, PayrollRow row) {}

    UUID[] enter(List<PayrollRow> rows) {
        var employees = new UUID[rows.size()];
        List<Newcomer> newcomers = new ArrayList<>();
        Map<UUID, Person> known = new LinkedHashMap<>();
        for (int i = 0; i < employees.length; i++) {
            var row = rows.get(i);
            var person = row.person();
            if (person.known().isPresent()) {
                employees[i] = person.known().get();
                known.put(employees[i], person);
                continue;
            }
            var seen = seen(person);
            if (seen == null) {
                seen = terms.ids().get();
                newcomers.add(new Newcomer(seen, row));
                remember(person, seen);
            }
            employees[i] = seen;
        }
        for (int from = 0; from < newcomers.size(); from += SLICE) {
            insert(newcomers.subList(from, Math.min(from + SLICE, newcomers.size())));
        }
        if (!known.isEmpty()) {
            update(known);
        }
        return employees;
    }

    /** The same person or address earlier in the file. */
    private @Nullable UUID seen(Person person) {
        var numbered = person.number().map(newByNumber::get);
        return numbered.orElseGet(() -> newByAddress.get(person.address()));
    }

    private void remember(Person person, UUID id) {
        person.number().ifPresent(number -> newByNumber.put(number, id));
        newByAddress.put(person.address(), id);
    }

    private void insert(List<Newcomer> slice) {
        int count = slice.size();
        var ids = new UUID[count];
        var names = new String[count];
        var addresses = new String[count];
        var configs = new String[count];
        var numbers = new @Nullable String[count];
        var emails = new @Nullable String[count];
        var banks = new @Nullable String[count];
        for (int i = 0; i < count; i++) {
            var row = slice.get(i).row();
            ids[i] = slice.get(i).id();
            names[i] = row.person().name();
            addresses[i] = row.person().address().lower();
            configs[i] = row.delivery().split().map(split -> split.json()).orElse("{}");
            numbers[i] = row.person().number().orElse(null);
            emails[i] = row.person().email().orElse(null);
            banks[i] = row.delivery()
                    .bank()
                    .map(bank -> HexFormat.of().formatHex(drawer.seal(bank)))
                    .orElse(null);
        }
        dsl.execute(
                ENTER,
                orgId,
                now(),
                now(),
                ids,
                names,
                addresses,
                configs,
                numbers,
                emails,
                banks,
                orgId,
                terms.memberId(),
                now());
    }

    /** Addresses reach this point only unchanged or vouched for; a number only where there was none. */
    private void update(Map<UUID, Person> known) {
        var ids = known.keySet().toArray(UUID[]::new);
        var people = List.copyOf(known.values());
        var addresses = people.stream().map(person -> person.address().lower()).toArray(String[]::new);
        var numbers = new @Nullable String[people.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = people.get(i).number().orElse(null);
        }
        dsl.execute("""
                with said as (
                    select employee.id, employee.wallet_address as old_address, said.address, employee.employee_number
                        as old_number, coalesce(employee.employee_number, said.number) as number
                    from unnest(?::uuid[], ?::text[], ?::text[]) as said (id, address, number)
                    join employees employee on employee.id = said.id
                    where employee.wallet_address <> said.address
                       or (employee.employee_number is null and said.number is not null)),
                changed as (
                    update employees employee
                    set wallet_address = said.address, employee_number = said.number, updated_at = ?::timestamptz
                    from said where employee.id = said.id)
                insert into employee_changes (org_id, employee_id, changed_by, field, old_value, new_value, changed_at)
                select ?, said.id, ?, field, old_value, new_value, ?::timestamptz
                from said, lateral (values ('wallet_address', old_address::text, address),
                                           ('employee_number', old_number, number)) as part (field, old_value, new_value)
                where old_value is distinct from new_value
                """, ids, addresses, numbers, now(), orgId, terms.memberId(), now());
    }

    private OffsetDateTime now() {
        return OffsetDateTime.ofInstant(terms.at(), ZoneOffset.UTC);
    }
}
