package com.protocolbanks.payroll.documents.content;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * What every document of a batch says at its top.
 *
 * @param organization the name of who pays
 * @param wallet the address it pays from
 * @param tokenSymbol what the amounts of the batch are counted in
 * @param totalAmount the sum of its items, at most 8 decimals
 * @param status PENDING, PROCESSING, COMPLETED or FAILED
 * @param fileName the spreadsheet it came from
 * @param fileSha256 the digest of that file, 64 hex digits
 */
public record BatchHead(
        String organization,
        String wallet,
        long chainId,
        UUID id,
        String tokenSymbol,
        BigDecimal totalAmount,
        int itemCount,
        String status,
        Optional<String> payPeriod,
        Optional<String> fileName,
        Optional<String> fileSha256,
        Instant createdAt,
        Optional<Instant> completedAt) {

    /** The date every document of the batch carries. */
    public Instant date() {
        return completedAt.orElse(createdAt);
    }
}
