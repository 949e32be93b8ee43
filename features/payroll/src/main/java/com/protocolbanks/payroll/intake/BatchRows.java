package com.protocolbanks.payroll.intake;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.payroll.rows.PayrollRow;
import com.protocolbanks.payroll.splits.Leg;
import com.protocolbanks.payroll.splits.Rail;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Writes items and legs of a new batch, a slice of rows in each statement; COPY does not pass row-level security.
 */
public final class BatchRows {
    private static final int SLICE = 5_000;

    private final DSLContext dsl;
    private final UUID orgId;
    private final UUID batchId;
    private final Supplier<UUID> ids;

    public BatchRows(DSLContext dsl, UUID orgId, UUID batchId, Supplier<UUID> ids) {
        this.dsl = dsl;
        this.orgId = orgId;
        this.batchId = batchId;
        this.ids = ids;
    }

    /** One item to be: its row, its employee, and its legs. */
    public record Line(PayrollRow row, UUID employee, List<LegLine> legs) {}

    /**
     * One leg as it is stored.
     *
     * @param bank the sealed details and their digest; empty on the chain
     */
    public record LegLine(Leg leg, byte @Nullable [] bank, byte @Nullable [] bankHash) {}

    /** Writes all of them. */
    public void write(List<Line> lines) {
        for (int from = 0; from < lines.size(); from += SLICE) {
            var slice = lines.subList(from, Math.min(from + SLICE, lines.size()));
            writeLegs(slice, writeItems(slice));
        }
    }

    private UUID[] writeItems(List<Line> lines) {
        int count = lines.size();
        var items = new UUID[count];
        var employees = new UUID[count];
        var rows = new Integer[count];
        var amounts = new BigDecimal[count];
        var names = new String[count];
        var addresses = new String[count];
        var numbers = new @Nullable String[count];
        var emails = new @Nullable String[count];
        var notes = new @Nullable String[count];
        var splits = new @Nullable String[count];
        for (int i = 0; i < count; i++) {
            var row = lines.get(i).row();
            items[i] = ids.get();
            employees[i] = lines.get(i).employee();
            rows[i] = row.row();
            amounts[i] = row.amount();
            names[i] = row.person().name();
            addresses[i] = row.person().address().lower();
            numbers[i] = row.person().number().orElse(null);
            emails[i] = row.person().email().orElse(null);
            notes[i] = row.note().orElse(null);
            splits[i] = row.delivery().effective().json();
        }
        dsl.execute(
                """
                insert into payout_items (org_id, batch_id, id, employee_id, row_number, amount, name, wallet_address,
                                          employee_number, email, note, split)
                select ?, ?, id, employee_id, row_number, amount, name, address, number, email, note, split::jsonb
                from unnest(?::uuid[], ?::uuid[], ?::int[], ?::numeric[], ?::text[], ?::text[], ?::text[], ?::text[],
                            ?::text[], ?::text[])
                     as item (id, employee_id, row_number, amount, name, address, number, email, note, split)
                """, orgId, batchId, items, employees, rows, amounts, names, addresses, numbers, emails, notes, splits);
        return items;
    }

    private void writeLegs(List<Line> lines, UUID[] items) {
        int count = lines.stream().mapToInt(line -> line.legs().size()).sum();
        var legs = new LegColumns(count);
        for (int i = 0; i < items.length; i++) {
            for (var leg : lines.get(i).legs()) {
                legs.add(ids.get(), items[i], lines.get(i).row(), leg);
            }
        }
        dsl.execute(
                """
                insert into payout_legs (org_id, batch_id, id, item_id, row_number, rail, asset, decimals, units,
                                         to_address, payee_name, bank_details, bank_hash)
                select ?, ?, id, item_id, row_number, rail, asset, decimals, units, address, name,
                       decode(substr(bank, 3), 'hex'), decode(substr(bank_hash, 3), 'hex')
                from unnest(?::uuid[], ?::uuid[], ?::int[], ?::text[], ?::text[], ?::int[], ?::numeric[], ?::text[],
                            ?::text[], ?::text[], ?::text[])
                     as leg (id, item_id, row_number, rail, asset, decimals, units, address, name, bank, bank_hash)
                """,
                orgId,
                batchId,
                legs.ids,
                legs.items,
                legs.rows,
                legs.rails,
                legs.assets,
                legs.decimals,
                legs.units,
                legs.addresses,
                legs.names,
                legs.banks,
                legs.bankHashes);
    }

    /** Legs column by column, as the statement takes them. */
    private static final class LegColumns {
        private final UUID[] ids;
        private final UUID[] items;
        private final Integer[] rows;
        private final String[] rails;
        private final String[] assets;
        private final Integer[] decimals;
        private final BigInteger[] units;
        private final @Nullable String[] addresses;
        private final String[] names;
        private final @Nullable String[] banks;
        private final @Nullable String[] bankHashes;
        private int at;

        LegColumns(int count) {
            ids = new UUID[count];
            items = new UUID[count];
            rows = new Integer[count];
            rails = new String[count];
            assets = new String[count];
            decimals = new Integer[count];
            units = new BigInteger[count];
            addresses = new @Nullable String[count];
            names = new String[count];
            banks = new @Nullable String[count];
            bankHashes = new @Nullable String[count];
        }

        void add(UUID id, UUID item, PayrollRow row, LegLine line) {
            var leg = line.leg();
            ids[at] = id;
            items[at] = item;
            rows[at] = row.row();
            rails[at] = leg.rail().name();
            assets[at] = leg.asset().symbol();
            decimals[at] = leg.asset().decimals();
            units[at] = leg.units();
            addresses[at] = leg.rail() == Rail.CHAIN ? row.person().address().lower() : null;
            names[at] = row.person().name();
            banks[at] = line.bank() == null ? null : Bytes.hex(line.bank());
            bankHashes[at] = line.bankHash() == null ? null : Bytes.hex(line.bankHash());
            at++;
        }
    }
}
