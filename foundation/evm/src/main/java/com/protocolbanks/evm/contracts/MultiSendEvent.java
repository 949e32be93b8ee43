package com.protocolbanks.evm.contracts;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.AbiReader;
import com.protocolbanks.evm.abi.EventLog;
import com.protocolbanks.evm.abi.EventTopic;
import java.math.BigInteger;
import java.util.Optional;

/** What MultiSend reports. Whoever reads checks first that the log is of the known MultiSend. */
public sealed interface MultiSendEvent {
    EventTopic OPENED = EventTopic.of("BatchOpened(bytes32,address,bytes32,address,address,uint96,uint32,bytes32)");
    EventTopic CANCELLED = EventTopic.of("BatchCancelled(address,bytes32)");
    EventTopic EXECUTED = EventTopic.of("ChunkExecuted(bytes32,uint256,uint256,uint256)");
    EventTopic ITEM_FAILED = EventTopic.of("ItemFailed(bytes32,uint256,uint256,address,uint256,bytes32)");

    /** A batch may be paid from now on. */
    record BatchOpened(
            Hash32 key,
            Address org,
            Hash32 batchId,
            Address token,
            Address operator,
            BigInteger total,
            long chunkCount,
            Hash32 chunksRoot)
            implements MultiSendEvent {}

    /** The batchId can never pay again. */
    record BatchCancelled(Address org, Hash32 batchId) implements MultiSendEvent {}

    /**
     * A chunk ran, for the first time or again.
     *
     * @param unpaid bit i: item i is still unpaid
     * @param paid by this run, in the token's smallest unit
     */
    record ChunkExecuted(Hash32 key, long chunk, BigInteger unpaid, BigInteger paid) implements MultiSendEvent {}

    /**
     * An item was tried and not paid.
     *
     * @param reason the first 32 bytes the token answered with, zeros when none
     */
    record ItemFailed(Hash32 key, long chunk, int item, Address to, BigInteger amount, Hash32 reason)
            implements MultiSendEvent {}

    /** The log as an event of MultiSend; empty when it is none of these. */
    static Optional<MultiSendEvent> of(EventLog log) {
        AbiReader fields = log.fields();
        if (OPENED.isOf(log, 3)) {
            return Optional.of(new BatchOpened(
                    log.topics().get(1),
                    log.indexed(2).address(0),
                    log.topics().get(3),
                    fields.address(0),
                    fields.address(1),
                    fields.number(2),
                    fields.longNumber(3),
                    fields.word(4)));
        }
        if (CANCELLED.isOf(log, 2)) {
            return Optional.of(
                    new BatchCancelled(log.indexed(1).address(0), log.topics().get(2)));
        }
        if (EXECUTED.isOf(log, 2)) {
            return Optional.of(new ChunkExecuted(
                    log.topics().get(1), log.indexed(2).longNumber(0), fields.number(0), fields.number(1)));
        }
        if (ITEM_FAILED.isOf(log, 2)) {
            return Optional.of(new ItemFailed(
                    log.topics().get(1),
                    log.indexed(2).longNumber(0),
                    fields.intNumber(0),
                    fields.address(1),
                    fields.number(2),
                    fields.word(3)));
        }
        return Optional.empty();
    }
}
