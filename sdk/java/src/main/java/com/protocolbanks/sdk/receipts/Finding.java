package com.protocolbanks.sdk.receipts;

import com.protocolbanks.evm.Address;
import java.util.Optional;

/** Something a gateway's receipts say that cannot be right. */
public sealed interface Finding {
    /** Receipts of these places were never shown. */
    record Missing(long from, long to) implements Finding {}

    /** A receipt differs from what was asked, answered, shown before, or signed for. */
    record Altered(long seq, Part part) implements Finding {}

    /** One request was charged twice. */
    record ChargedTwice(long seq, long first, String requestId) implements Finding {}

    /** A receipt or a head says what none can say, such as more charged than held. */
    record Unreadable(String reason) implements Finding {}

    /** {@code spent} grew by something else than what was charged. */
    record Overcharged(long seq) implements Finding {}

    /** A head is signed by someone who does not sign for this gateway. */
    record Stranger(long seq, Optional<Address> signer) implements Finding {}

    /** Two signed heads disagree about one place: proof of fraud. */
    record Fork(SignedHead one, SignedHead other) implements Finding {}

    /** What of a receipt differs. */
    enum Part {
        CHANNEL,
        REQUEST,
        RESPONSE,
        SHOWN,
        HEAD
    }
}
