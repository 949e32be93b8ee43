package com.protocolbanks.web.progress;

import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.progress.ChunkProgress;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A batch as the API shows it; amounts are decimal strings in the token's unit. */
record BatchView(
        UUID id,
        String status,
        String stage,
        String tokenSymbol,
        String totalAmount,
        String paidAmount,
        String openAmount,
        int itemCount,
        CountsView counts,
        @Nullable String payPeriod,
        @Nullable String fileName,
        int run,
        UUID createdBy,
        Instant createdAt,
        @Nullable Instant completedAt,
        @Nullable String txHash,
        @Nullable StallView stall,
        boolean cancelRequested,
        List<ChunkView> chunks) {
    record CountsView(int pending, int success, int failed) {}

    /** Why nothing moves, and since when. */
    record StallView(String reason, Instant since) {}

    /** One transaction's worth of payments. */
    record ChunkView(
            int run,
            String asset,
            int index,
            int itemCount,
            String status,
            @Nullable String txHash,
            @Nullable Long gasUsed,
            @Nullable Long gasPerItem,
            String feeWei) {
        static ChunkView of(ChunkProgress.Chunk chunk) {
            return new ChunkView(
                    chunk.run(),
                    chunk.asset(),
                    chunk.index(),
                    chunk.itemCount(),
                    chunk.status(),
                    chunk.txHash().orElse(null),
                    chunk.gasUsed().orElse(null),
                    chunk.gasPerItem().orElse(null),
                    chunk.feeWei().toString());
        }
    }

    static BatchView of(Batch batch, List<ChunkProgress.Chunk> chunks) {
        var counts = batch.counts();
        return new BatchView(
                batch.id(),
                batch.status().name(),
                batch.stage().name(),
                batch.tokenSymbol(),
                batch.totalAmount().toPlainString(),
                counts.paidAmount().toPlainString(),
                batch.totalAmount().subtract(counts.paidAmount()).toPlainString(),
                batch.itemCount(),
                new CountsView(counts.pending(), counts.success(), counts.failed()),
                batch.payPeriod().orElse(null),
                batch.fileName().orElse(null),
                batch.run(),
                batch.createdBy(),
                batch.createdAt(),
                batch.completedAt().orElse(null),
                batch.txHash().orElse(null),
                batch.stall()
                        .map(stall -> new StallView(stall.reason(), stall.since()))
                        .orElse(null),
                batch.cancelRequested(),
                chunks.stream().map(ChunkView::of).toList());
    }
}
