package com.protocolbanks.x402.contract;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.AbiReader;
import com.protocolbanks.evm.abi.EventLog;
import com.protocolbanks.evm.abi.EventTopic;
import com.protocolbanks.evm.abi.MalformedAbi;
import com.protocolbanks.x402.ChannelConfig;
import java.math.BigInteger;
import java.util.Optional;

/**
 * What the settlement contract reports, amounts in the token's smallest unit. Whoever reads checks first that the log is
 * of the known contract.
 */
public sealed interface BatchSettlementEvent {
    EventTopic CREATED = EventTopic.of("ChannelCreated(bytes32," + BatchSettlementCalls.CONFIG + ")");
    EventTopic CLOSED = EventTopic.of("ChannelClosed(bytes32," + BatchSettlementCalls.CONFIG + ")");
    EventTopic DEPOSITED = EventTopic.of("Deposited(bytes32,address,uint128,uint128)");
    EventTopic CLAIMED = EventTopic.of("Claimed(bytes32,address,uint128,uint128)");
    EventTopic SETTLED = EventTopic.of("Settled(address,address,address,uint128)");
    EventTopic REFUNDED = EventTopic.of("Refunded(bytes32,address,uint128)");
    EventTopic WITHDRAW_INITIATED = EventTopic.of("WithdrawInitiated(bytes32,uint128,uint40)");
    EventTopic WITHDRAW_FINALIZED = EventTopic.of("WithdrawFinalized(bytes32,address,uint128)");

    /** The first deposit, or the first after the channel was emptied unclaimed. */
    record ChannelCreated(Hash32 channelId, ChannelConfig config) implements BatchSettlementEvent {}

    /** Everything went back to the payer, and nothing was ever claimed. */
    record ChannelClosed(Hash32 channelId, ChannelConfig config) implements BatchSettlementEvent {}

    record Deposited(Hash32 channelId, Address sender, BigInteger amount, BigInteger newBalance)
            implements BatchSettlementEvent {}

    /**
     * Vouchers of the channel were claimed; the receiver has the money only after {@link Settled}.
     *
     * @param amount by how much the claimed total rose
     */
    record Claimed(Hash32 channelId, Address sender, BigInteger amount, BigInteger newTotalClaimed)
            implements BatchSettlementEvent {}

    record Settled(Address receiver, Address token, Address sender, BigInteger amount)
            implements BatchSettlementEvent {}

    record Refunded(Hash32 channelId, Address sender, BigInteger amount) implements BatchSettlementEvent {}

    /**
     * The payer asked for money back and must wait.
     *
     * @param finalizeAfter seconds of Unix time: the first second at which the payer can have the money
     */
    record WithdrawInitiated(Hash32 channelId, BigInteger amount, long finalizeAfter) implements BatchSettlementEvent {}

    /**
     * The payer has got money back.
     *
     * @param amount what was still unclaimed of the amount asked for, perhaps 0
     */
    record WithdrawFinalized(Hash32 channelId, Address sender, BigInteger amount) implements BatchSettlementEvent {}

    /** The log as an event of the contract; empty when it is none of these. */
    static Optional<BatchSettlementEvent> of(EventLog log) {
        AbiReader fields = log.fields();
        if (CREATED.isOf(log, 1)) {
            return Optional.of(new ChannelCreated(log.topics().get(1), config(fields)));
        }
        if (CLOSED.isOf(log, 1)) {
            return Optional.of(new ChannelClosed(log.topics().get(1), config(fields)));
        }
        if (DEPOSITED.isOf(log, 2)) {
            return Optional.of(new Deposited(log.topics().get(1), sender(log), fields.number(0), fields.number(1)));
        }
        if (CLAIMED.isOf(log, 2)) {
            return Optional.of(new Claimed(log.topics().get(1), sender(log), fields.number(0), fields.number(1)));
        }
        if (SETTLED.isOf(log, 3)) {
            return Optional.of(new Settled(
                    log.indexed(1).address(0),
                    log.indexed(2).address(0),
                    log.indexed(3).address(0),
                    fields.number(0)));
        }
        if (REFUNDED.isOf(log, 2)) {
            return Optional.of(new Refunded(log.topics().get(1), sender(log), fields.number(0)));
        }
        if (WITHDRAW_INITIATED.isOf(log, 1)) {
            return Optional.of(new WithdrawInitiated(log.topics().get(1), fields.number(0), fields.longNumber(1)));
        }
        if (WITHDRAW_FINALIZED.isOf(log, 2)) {
            return Optional.of(new WithdrawFinalized(log.topics().get(1), sender(log), fields.number(0)));
        }
        return Optional.empty();
    }

    private static Address sender(EventLog log) {
        return log.indexed(2).address(0);
    }

    private static ChannelConfig config(AbiReader fields) {
        int delay = fields.intNumber(5);
        if (delay < ChannelConfig.MIN_WITHDRAW_DELAY || delay > ChannelConfig.MAX_WITHDRAW_DELAY) {
            throw new MalformedAbi("no channel has a withdraw delay of " + delay + " seconds");
        }
        return new ChannelConfig(
                fields.address(0),
                fields.address(1),
                fields.address(2),
                fields.address(3),
                fields.address(4),
                delay,
                fields.word(6));
    }
}
