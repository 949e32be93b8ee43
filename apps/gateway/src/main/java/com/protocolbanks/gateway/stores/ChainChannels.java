package com.protocolbanks.gateway.stores;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.metering.keys.ChannelSource;
import com.protocolbanks.x402.contract.BatchSettlementCalls;
import com.protocolbanks.x402.contract.PendingWithdrawal;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** Channels as the settlement contract has them. */
public final class ChainChannels implements ChannelSource {
    private final ChainClient chain;
    private final Address settlement;

    public ChainChannels(ChainClient chain, Address settlement) {
        this.chain = chain;
        this.settlement = settlement;
    }

    @Override
    public Optional<OnChain> find(Hash32 channelId) {
        List<byte[]> answers = chain
                .calls(Stream.of(
                                BatchSettlementCalls.channels(channelId),
                                BatchSettlementCalls.pendingWithdrawals(channelId),
                                BatchSettlementCalls.refundNonce(channelId))
                        .map(call -> CallRequest.of(settlement, call))
                        .toList())
                .stream()
                .map(CallAnswer::orThrow)
                .toList();
        var channel = BatchSettlementCalls.channelOf(answers.get(0));
        if (channel.balance().signum() == 0) {
            return Optional.empty();
        }
        long withdraws = BatchSettlementCalls.pendingOf(answers.get(1))
                .map(PendingWithdrawal::initiatedAt)
                .orElse(0L);
        return Optional.of(new OnChain(
                channel.balance().longValueExact(),
                channel.totalClaimed().longValueExact(),
                withdraws,
                BatchSettlementCalls.refundNonceOf(answers.get(2)).longValueExact()));
    }
}
