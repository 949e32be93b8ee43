package com.protocolbanks.payouts;

import com.protocolbanks.evm.abi.RevertReason;

/** Why a batch cannot be paid just now; each is a thing a person can put right, and none of them costs gas. */
public enum WaitReason {
    /** The organization's wallet holds less than the chunk needs. */
    INSUFFICIENT_FUNDS,
    /** The wallet has not enabled the payout contract as its module, or has disabled it. */
    MODULE_NOT_ENABLED,
    /** The wallet or its guardian froze payouts. */
    FROZEN,
    /** The period's cap, set by the wallet, is reached. */
    OVER_CAP,
    /** The signed time window is not open, or over. */
    OUTSIDE_WINDOW,
    /** The signed batch id was cancelled on chain. */
    CANCELLED_ON_CHAIN,
    /** Somebody asked to cancel, and the signed batch id can still be used until its window ends. */
    CANCEL_REQUESTED,
    /** Another version of this batch was opened under the same id. */
    OPENED_DIFFERENTLY,
    /** The stored rows are not what was signed. */
    APPROVAL_MISMATCH,
    /** A signer has lost the right or the wallet since. */
    APPROVAL_FALLEN,
    /** A single payment needs more gas than a transaction may use. */
    TOO_MUCH_GAS,
    /** The contract calls items paid that the token did not report. */
    UNPROVEN_PAYMENT,
    /** The operator's account cannot pay for gas. */
    OPERATOR_WITHOUT_GAS,
    /** A transaction costs more than the operator's configured ceiling. */
    FEES_TOO_HIGH,
    /** The chain's endpoint does not answer. */
    CHAIN_UNAVAILABLE,
    /** A transaction was broadcast and its outcome is not known yet. */
    OUTCOME_UNKNOWN,
    /** Transactions that passed when they were rehearsed were mined in vain, several times. */
    REVERTED,
    /** The contract refused for a reason that should not occur. */
    REFUSED;

    /** Whether it can pass by itself within seconds; otherwise somebody has to act, and looking often is no use. */
    boolean isPassing() {
        return switch (this) {
            case INSUFFICIENT_FUNDS,
                    MODULE_NOT_ENABLED,
                    FROZEN,
                    OVER_CAP,
                    OUTSIDE_WINDOW,
                    OPERATOR_WITHOUT_GAS,
                    FEES_TOO_HIGH,
                    CHAIN_UNAVAILABLE,
                    OUTCOME_UNKNOWN -> true;
            case CANCELLED_ON_CHAIN,
                    CANCEL_REQUESTED,
                    OPENED_DIFFERENTLY,
                    APPROVAL_MISMATCH,
                    APPROVAL_FALLEN,
                    TOO_MUCH_GAS,
                    UNPROVEN_PAYMENT,
                    REVERTED,
                    REFUSED -> false;
        };
    }

    /** The reason for which a simulated chunk was refused. */
    static WaitReason of(RevertReason reason) {
        return switch (reason) {
            case RevertReason.Named(String name, byte[] _) ->
                switch (name) {
                    case "InsufficientFunds" -> INSUFFICIENT_FUNDS;
                    case "Frozen" -> FROZEN;
                    case "OverCap" -> OVER_CAP;
                    case "OutsideWindow" -> OUTSIDE_WINDOW;
                    case "Cancelled" -> CANCELLED_ON_CHAIN;
                    case "BatchExists" -> OPENED_DIFFERENTLY;
                    case "InsufficientGas" -> TOO_MUCH_GAS;
                    default -> REFUSED;
                };
            // Safe 1.4.1: "Method can only be called from an enabled module"
            case RevertReason.Message(String text) -> text.startsWith("GS104") ? MODULE_NOT_ENABLED : REFUSED;
            case RevertReason.Panic _ -> REFUSED;
            case RevertReason.Unknown(byte[] data) -> data.length == 0 ? TOO_MUCH_GAS : REFUSED;
        };
    }
}
