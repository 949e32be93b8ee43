package com.protocolbanks.billing.usage;

/**
 * What a sync took over.
 *
 * @param receipts that were new to Postgres
 * @param vouchers looked at
 * @param heads that were new to Postgres
 * @param rejected entries that could not be taken over and are kept apart
 */
public record SyncReport(long receipts, long vouchers, long heads, long rejected) {
    static final SyncReport NOTHING = new SyncReport(0, 0, 0, 0);

    SyncReport and(SyncReport other) {
        return new SyncReport(
                receipts + other.receipts, vouchers + other.vouchers, heads + other.heads, rejected + other.rejected);
    }
}
