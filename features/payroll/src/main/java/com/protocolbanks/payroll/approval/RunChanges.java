package com.protocolbanks.payroll.approval;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/**
 * What differs from the organization's previous batch in the same token.
 *
 * @param previous that batch; empty when this is the first
 * @param people who is new, gone, paid another amount, at another address or to another bank account; at most {@value #SHOWN}
 * @param count how many people that are in all
 */
public record RunChanges(Optional<UUID> previous, List<Change> people, int count) {
    /** How many are listed one by one. */
    public static final int SHOWN = 200;

    /**
     * One person's difference.
     *
     * @param before amount and address in the previous batch; empty for somebody new
     * @param now the same in this batch; empty for somebody who is gone
     */
    public record Change(UUID employeeId, String name, Optional<Paid> before, Optional<Paid> now) {
        public boolean newAddress() {
            return before.isPresent()
                    && now.isPresent()
                    && !before.get().walletAddress().equals(now.get().walletAddress());
        }

        /** Whether money of a known person goes to a bank account it did not go to before. */
        public boolean newAccount() {
            return before.isPresent()
                    && now.isPresent()
                    && now.get().account().isPresent()
                    && !now.get().account().equals(before.get().account());
        }
    }

    /**
     * What one person got in one batch.
     *
     * @param walletAddress in lower case
     * @param account the digest of name, account and bank; empty when nothing went to a bank
     */
    public record Paid(BigDecimal amount, String walletAddress, Optional<String> account) {}

    static RunChanges of(DSLContext dsl, UUID orgId, UUID batchId) {
        Optional<UUID> previous = dsl.fetchOptional("""
                        select earlier.id from payout_batches this join payout_batches earlier
                          on earlier.org_id = this.org_id and earlier.token_symbol = this.token_symbol
                         and earlier.created_at < this.created_at and earlier.status in ('PROCESSING', 'COMPLETED')
                        where this.org_id = ? and this.id = ? order by earlier.created_at desc limit 1
                        """, orgId, batchId).map(row -> row.get(0, UUID.class));
        if (previous.isEmpty()) {
            return new RunChanges(previous, List.of(), 0);
        }
        var rows = dsl.fetch("""
                with paid as (select batch_id, employee_id, min(name) as name, sum(amount) as amount,
                                     string_agg(distinct wallet_address::text, ' ') as address
                              from payout_items where batch_id in (?, ?) group by batch_id, employee_id),
                     banked as (select item.batch_id, item.employee_id,
                                       string_agg(distinct encode(leg.bank_hash, 'hex'), ' ') as account
                                from payout_items item join payout_legs leg on leg.item_id = item.id and leg.rail = 'FIAT'
                                where item.batch_id in (?, ?) group by item.batch_id, item.employee_id),
                     known as (select * from paid left join banked using (batch_id, employee_id)),
                     before as (select * from known where batch_id = ?),
                     now as (select * from known where batch_id = ?)
                select coalesce(now.employee_id, before.employee_id), coalesce(now.name, before.name),
                       before.amount, before.address, before.account, now.amount, now.address, now.account,
                       count(*) over ()::int
                from before full join now using (employee_id)
                where (before.amount, before.address) is distinct from (now.amount, now.address)
                   or (now.account is not null and now.account is distinct from before.account)
                order by before.address is not distinct from now.address,
                         now.account is null or now.account is not distinct from before.account, 2 limit ?
                """, previous.get(), batchId, previous.get(), batchId, previous.get(), batchId, SHOWN);
        return new RunChanges(
                previous,
                rows.map(RunChanges::change),
                rows.isEmpty() ? 0 : rows.get(0).get(8, int.class));
    }

    private static Change change(Record row) {
        return new Change(row.get(0, UUID.class), row.get(1, String.class), paid(row, 2), paid(row, 5));
    }

    private static Optional<Paid> paid(Record row, int at) {
        return Optional.ofNullable(row.get(at, BigDecimal.class))
                .map(amount -> new Paid(
                        amount, row.get(at + 1, String.class), Optional.ofNullable(row.get(at + 2, String.class))));
    }
}
