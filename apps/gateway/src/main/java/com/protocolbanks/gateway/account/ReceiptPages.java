package com.protocolbanks.gateway.account;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.util.List;
import java.util.concurrent.CompletionStage;

/** A channel's receipts, page by page. */
@FunctionalInterface
public interface ReceiptPages {
    /** The next receipts behind that seq, in order; empty when there are no more. */
    CompletionStage<List<UsageReceipt>> after(Address key, Hash32 channelId, long seq);
}
