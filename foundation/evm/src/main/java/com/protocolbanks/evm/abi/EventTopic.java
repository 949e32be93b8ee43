package com.protocolbanks.evm.abi;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.nio.charset.StandardCharsets;

/** The first topic of an event: the Keccak hash of its canonical signature. */
public record EventTopic(Hash32 hash) {
    /** From a canonical signature, such as {@code Transfer(address,address,uint256)}. */
    public static EventTopic of(String signature) {
        return new EventTopic(Keccak.hash(signature.getBytes(StandardCharsets.US_ASCII)));
    }

    /** Whether the log is this event with so many indexed fields. */
    public boolean isOf(EventLog log, int indexedFields) {
        return log.topics().size() == indexedFields + 1
                && log.topics().getFirst().equals(hash);
    }
}
