package com.protocolbanks.gateway.admission;

import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.metering.sessions.Session;
import com.protocolbanks.x402.wire.PaymentPayload;
import org.jspecify.annotations.Nullable;

/** What a request brings as payment. */
public sealed interface Offer {
    /** Nothing. */
    record None() implements Offer {}

    /**
     * A voucher of its own.
     *
     * @param requestId the client's, or null
     */
    record Voucher(PaymentPayload payload, @Nullable String requestId) implements Offer {}

    /**
     * A session opened before.
     *
     * @param requestId the client's, or null: then a repetition cannot be told from another request
     */
    record Window(Session session, @Nullable String requestId) implements Offer {}

    /** Something that is no payment. */
    record Unusable(Problem problem) implements Offer {}
}
