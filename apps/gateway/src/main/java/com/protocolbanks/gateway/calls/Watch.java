package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.upstream.UpstreamFault;
import com.protocolbanks.x402.receipts.ReceiptBody;

/** Sees what becomes of calls; for figures and alarms. */
public interface Watch {
    void settled(ReceiptBody body);

    /** Given up, and not charged. */
    void released(String route, UpstreamFault fault);

    /** The answer was delivered and the store has not taken the bill yet. */
    void unsettled(ReceiptBody body);
}
