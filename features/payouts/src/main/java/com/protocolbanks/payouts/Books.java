package com.protocolbanks.payouts;

import com.protocolbanks.payroll.approval.ApprovedRuns;
import com.protocolbanks.payroll.settlement.Settlements;
import java.util.UUID;

/**
 * What payouts read and write of payroll.
 *
 * @param approved what the owners signed, recomputed from the stored rows
 * @param settlements where outcomes are written
 */
public record Books(ApprovedRuns approved, Settlements settlements, DocumentWriter documents) {
    /** Writes the documents of a completed batch; may be called again for the same batch. */
    @FunctionalInterface
    public interface DocumentWriter {
        void write(UUID organization, UUID batch);
    }
}
