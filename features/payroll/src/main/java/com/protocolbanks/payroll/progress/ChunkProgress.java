package com.protocolbanks.payroll.progress;

import static com.protocolbanks.database.generated.Tables.PAYOUT_CHUNKS;

import com.protocolbanks.database.Database;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Reads the chunks of a batch; they are written by the execution layer alone. */
public final class ChunkProgress {
    private final Database database;

    public ChunkProgress(Database database) {
        this.database = database;
    }

    /**
     * One chunk of a run in one token.
     *
     * @param status WAITING, SENDING, UNKNOWN or FINAL
     * @param txHash the newest transaction that pays it
     * @param gasUsed gas of its mined transactions
     * @param feeWei what they cost in all, in wei
     */
    public record Chunk(
            int run,
            String asset,
            int index,
            int itemCount,
            String status,
            Optional<String> txHash,
            Optional<Long> gasUsed,
            BigInteger feeWei) {
        /** Gas for each payment, rounded up; empty before the transaction is mined. */
        public Optional<Long> gasPerItem() {
            return gasUsed.map(gas -> Math.ceilDiv(gas, (long) itemCount));
        }
    }

    /** In the order of runs, tokens and chunks. */
    public List<Chunk> of(UUID orgId, UUID batchId) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(PAYOUT_CHUNKS)
                        .where(PAYOUT_CHUNKS.BATCH_ID.eq(batchId))
                        .orderBy(PAYOUT_CHUNKS.RUN, PAYOUT_CHUNKS.ASSET, PAYOUT_CHUNKS.CHUNK_INDEX)
                        .fetch(row -> new Chunk(
                                row.getRun(),
                                row.getAsset(),
                                row.getChunkIndex(),
                                row.getItemCount(),
                                row.getStatus(),
                                Optional.ofNullable(row.getTxHash()),
                                Optional.ofNullable(row.getGasUsed()),
                                row.getFeeWei())));
    }
}
