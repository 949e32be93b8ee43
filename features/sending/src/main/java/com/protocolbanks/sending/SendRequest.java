package com.protocolbanks.sending;

import com.protocolbanks.evm.Address;
import java.util.OptionalLong;

/**
 * One transaction that is wanted.
 *
 * @param subject what for
 * @param operator the account that sends and pays the gas; one of {@link Sending#operators}
 * @param to the contract
 * @param calldata the call
 * @param gasLimit units of gas, reserve included
 * @param provenAtBlock the committed height at which the caller read that the subject's work is not done; needed only
 *     when an earlier nonce of the subject has been consumed
 */
public record SendRequest(
        Subject subject, Address operator, Address to, byte[] calldata, long gasLimit, OptionalLong provenAtBlock) {
    public SendRequest {
        calldata = calldata.clone();
    }

    /** A first transaction for the subject. */
    public static SendRequest of(Subject subject, Address operator, Address to, byte[] calldata, long gasLimit) {
        return new SendRequest(subject, operator, to, calldata, gasLimit, OptionalLong.empty());
    }

    /** The same, after the caller has read at that height that the work is not done. */
    public SendRequest provenAt(long block) {
        return new SendRequest(subject, operator, to, calldata, gasLimit, OptionalLong.of(block));
    }

    @Override
    public byte[] calldata() {
        return calldata.clone();
    }
}
