package com.protocolbanks.evm.abi;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import java.util.Arrays;
import java.util.List;

/**
 * One event as it stands in a block.
 *
 * @param address the contract that wrote it
 * @param topics at most four words; the first is the event's own unless it is anonymous
 * @param data the fields that are not indexed
 * @param position where it stands
 */
public record EventLog(Address address, List<Hash32> topics, byte[] data, Position position) {
    /**
     * Where a log stands on the chain.
     *
     * @param blockNumber height
     * @param blockHash tells apart two blocks of one height
     * @param transactionHash the transaction that wrote it
     * @param logIndex the index within the block
     */
    public record Position(long blockNumber, Hash32 blockHash, Hash32 transactionHash, long logIndex) {}

    public EventLog {
        topics = List.copyOf(topics);
        data = data.clone();
    }

    @Override
    public byte[] data() {
        return data.clone();
    }

    /** Whether the other has the same contents, wherever it stands. */
    public boolean saysTheSameAs(EventLog other) {
        return address.equals(other.address) && topics.equals(other.topics) && Arrays.equals(data, other.data);
    }

    /** The indexed field of that index, from 1, as the reader of a one-word tuple. */
    public AbiReader indexed(int index) {
        if (index < 1 || index >= topics.size()) {
            throw new MalformedAbi("no indexed field " + index + " among " + topics.size() + " topics");
        }
        return new AbiReader(topics.get(index).bytes());
    }

    public AbiReader fields() {
        return new AbiReader(data);
    }
}
