package com.protocolbanks.metering;

import com.protocolbanks.evm.Address;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.util.concurrent.CompletionStage;

/** What this gateway must be able to say again after Redis has lost everything. */
public interface Journal {

    /** One thing that happened. */
    sealed interface Entry {
        /** The key it is of. */
        Address key();

        /** A voucher that was accepted. */
        record Promised(Address key, long amount, Ceiling.Proof proof) implements Entry {}

        /** A charge that was made. */
        record Charged(Address key, UsageReceipt receipt) implements Entry {}

        /** A charge that is due; whether the store has made it is not known. */
        record Due(Address key, ReceiptBody body) implements Entry {}
    }

    /** Completes when the entry is on disk. */
    CompletionStage<Void> append(Entry entry);

    /**
     * Completes when the charge is as safe as it must be before anybody is told of it: in the log at least, so that the end
     * of this process does not take it back.
     *
     * @param epoch of the store that made it
     * @return fails with {@link Witness.NotWitnessed} when a later store is being filled from this log already: whether that one has the charge is not known
     */
    CompletionStage<Void> appendCharge(Entry.Charged charge, long epoch);

    /** Completes when everything appended before is as safe as a charge must be. */
    CompletionStage<Void> written();

    /** Whether what is appended can be kept; while it cannot, nothing new is admitted. */
    boolean isWritable();
}
