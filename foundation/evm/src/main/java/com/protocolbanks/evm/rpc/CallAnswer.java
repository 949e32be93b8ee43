package com.protocolbanks.evm.rpc;

import com.protocolbanks.evm.Bytes;

/** What trying a call came to. */
public sealed interface CallAnswer {
    /** What the contract returned; empty also when there is no contract. */
    record Returned(byte[] data) implements CallAnswer {}

    /** The contract refused, with this revert data (empty when it gave none). */
    record Reverted(byte[] data) implements CallAnswer {}

    /** The endpoint did not try it, or said something that is neither. */
    record Unavailable(String reason) implements CallAnswer {}

    /** The returned data, for a caller that knows the contract and has no other way. */
    default byte[] orThrow() {
        return switch (this) {
            case Returned(byte[] data) -> data;
            case Reverted(byte[] data) -> throw new ChainUnavailable("reverted: " + Bytes.hex(data));
            case Unavailable(String reason) -> throw new ChainUnavailable(reason);
        };
    }
}
