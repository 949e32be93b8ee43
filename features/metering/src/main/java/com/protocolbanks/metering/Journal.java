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

    /** Completes when the entry is as safe as a charge must be before its answer is delivered. */
    CompletionStage<Void> appendCharge(Entry entry);

    /** Whether what is appended can be kept; while it cannot, nothing new is admitted. */
    boolean isWritable();
}
