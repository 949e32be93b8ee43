package com.protocolbanks.evm.rpc;

import com.protocolbanks.evm.Address;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A call that is tried and changes nothing.
 *
 * @param from who seems to call; empty is the zero address
 * @param to the contract
 * @param data call data
 * @param block the height to try it at; empty is the newest block
 */
public record CallRequest(Optional<Address> from, Address to, byte[] data, OptionalLong block) {
    public CallRequest {
        data = data.clone();
    }

    /** A question to a contract at the newest block. */
    public static CallRequest of(Address to, byte[] data) {
        return new CallRequest(Optional.empty(), to, data, OptionalLong.empty());
    }

    public static CallRequest from(Address from, Address to, byte[] data) {
        return new CallRequest(Optional.of(from), to, data, OptionalLong.empty());
    }

    public CallRequest atBlock(long number) {
        return new CallRequest(from, to, data, OptionalLong.of(number));
    }

    @Override
    public byte[] data() {
        return data.clone();
    }
}
