package com.protocolbanks.payroll.approval;

import java.util.UUID;

/** What a signature came to. */
public sealed interface ApprovalOutcome {
    /**
     * It counts (also when it was given before).
     *
     * @param collected owners' signatures the request now has
     * @param required how many the wallet asks for
     * @param batchComplete whether the whole batch is approved and on its way
     */
    record Recorded(UUID requestId, int collected, int required, boolean batchComplete) implements ApprovalOutcome {}

    /** It does not count. */
    record Refused(Reason reason) implements ApprovalOutcome {}

    /** The chain had to be asked and did not answer; worth another try. */
    record ChainUnavailable(String detail) implements ApprovalOutcome {}

    /** Why a signature does not count. */
    enum Reason {
        NO_SUCH_BATCH,
        NOT_AWAITING_APPROVAL,
        /** The member may not approve. */
        NOT_AN_APPROVER,
        /** The signer is no wallet the member has proved to hold. */
        NOT_YOUR_WALLET,
        /** The signer owns no part of the organization's wallet now. */
        NOT_AN_OWNER,
        /** Whoever submitted or edited a batch cannot approve it. */
        MAKER,
        /** The bytes are no signature of that signer under an open request. */
        BAD_SIGNATURE,
        /** The time of the request is over: ask for a new one. */
        EXPIRED,
        /** The wallet itself says no to the owners' signatures. */
        WALLET_REFUSES
    }
}
