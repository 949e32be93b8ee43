package com.protocolbanks.metering.receipts;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.receipts.ReceiptChain;

/** Where chains are kept for good. Its calls may take long and are made off the event loops. */
public interface HeadSource {

    /** The channel's chain over the receipts that are stored without a gap, up to the one of that seq at most. */
    ReceiptChain upTo(Hash32 channelId, long seq);
}
