package com.protocolbanks.evm.contracts;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import java.math.BigInteger;
import java.util.List;

/** Under what an organization opened a batch id, which it can do once. */
public enum BatchOpening {
    NOT_YET,
    AS_SIGNED,
    /** Under other terms than these. */
    DIFFERENTLY,
    /** For good: nothing is paid under this id any more. */
    CANCELLED;

    private static final Hash32 NEVER = Hash32.ZERO;
    private static final Hash32 BURNT = Hash32.of(BigInteger.ONE);

    /**
     * Asks the contract.
     *
     * @throws com.protocolbanks.evm.rpc.ChainUnavailable when the endpoint does not answer
     */
    public static BatchOpening of(SignedBatch batch, Address multiSend, ChainClient chain) {
        var key = batch.key();
        var answers = chain.calls(List.of(
                CallRequest.of(multiSend, MultiSendCalls.openedAs(MultiSendCalls.idOf(batch.org(), batch.batchId()))),
                CallRequest.of(multiSend, MultiSendCalls.progress(key))));
        var opened = MultiSendCalls.openedAsOf(answers.getFirst().orThrow());
        if (opened.equals(NEVER)) {
            return NOT_YET;
        }
        if (opened.equals(BURNT)) {
            return CANCELLED;
        }
        if (!opened.equals(key)) {
            return DIFFERENTLY;
        }
        return switch (MultiSendCalls.progressOf(answers.get(1).orThrow()).status()) {
            case CANCELLED -> CANCELLED;
            case OPEN, UNKNOWN -> AS_SIGNED;
        };
    }
}
