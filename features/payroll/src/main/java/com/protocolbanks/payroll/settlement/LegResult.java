package com.protocolbanks.payroll.settlement;

import java.util.UUID;

/** The final word about one leg, with its own proof. */
public sealed interface LegResult {
    UUID legId();

    /** Paid in that transaction, by the token's own event. */
    record Paid(UUID legId, String txHash) implements LegResult {}

    /** Paid by the bank, by its own reference. */
    record PaidByBank(UUID legId, String bankReference) implements LegResult {}

    /** Not paid, and nothing under way; the reason is a word such as BLACKLISTED or OUT_OF_GAS. */
    record Failed(UUID legId, String reason) implements LegResult {}
}
