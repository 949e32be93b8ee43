package com.protocolbanks.gateway.streams;

import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Watches one stream of events go by and knows from it what was used. */
public interface StreamMeter {
    /** What becomes of an event. */
    enum Step {
        PASS,
        /** The client did not ask for it. */
        HIDE,
        /** The stream's last: passed on when the bill is made. */
        LAST
    }

    Step see(SseEvent event);

    /** The usage as the upstream reported it; empty as long as it has not, or not wholly. */
    Optional<Usage> usage();

    /** The bytes of text that have gone by, for a stream that ends without a report. */
    long textBytes();

    /**
     * The last event, with the payment's answer in it where the dialect has a place for that.
     *
     * @param paid as in {@code PAYMENT-RESPONSE}
     */
    byte[] close(SseEvent last, ObjectNode paid);

    /** What the receipt covers of the last event; of most dialects that is nothing, as it says that the answer has ended. */
    default byte[] covered(SseEvent last) {
        return new byte[0];
    }
}
