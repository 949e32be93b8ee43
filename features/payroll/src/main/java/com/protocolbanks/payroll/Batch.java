package com.protocolbanks.payroll;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One payroll, as stored.
 *
 * @param totalAmount the sum of its items in the token's unit, at most 8 decimals
 * @param run which attempt at signing it is in, from 1
 * @param createdBy the member who submitted it
 * @param txHash the transaction of the first chunk in the batch's own token, once mined
 * @param stall why nothing moves, and since when; empty while all goes on
 */
public record Batch(
        UUID id,
        UUID orgId,
        String tokenSymbol,
        BigDecimal totalAmount,
        int itemCount,
        Stage stage,
        Optional<String> payPeriod,
        Optional<String> fileName,
        int run,
        UUID createdBy,
        Instant createdAt,
        Optional<String> txHash,
        Optional<Stall> stall,
        boolean cancelRequested,
        Optional<Instant> completedAt,
        Counts counts) {

    public BatchStatus status() {
        return stage.status();
    }

    /** What a batch waits for, in one word, and since when. */
    public record Stall(String reason, Instant since) {}

    /**
     * Its items by status.
     *
     * @param paidAmount what was paid in all, partly paid items included
     */
    public record Counts(int pending, int success, int failed, BigDecimal paidAmount) {}
}
