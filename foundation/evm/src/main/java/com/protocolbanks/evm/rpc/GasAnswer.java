package com.protocolbanks.evm.rpc;

/** What estimating a transaction's gas came to. */
public sealed interface GasAnswer {
    /** Units of gas with which it passes now. */
    record Estimated(long gas) implements GasAnswer {}

    /** It would be refused, with this revert data. */
    record Reverted(byte[] data) implements GasAnswer {}

    record Unavailable(String reason) implements GasAnswer {}
}
