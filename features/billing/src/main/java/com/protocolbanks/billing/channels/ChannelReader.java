package com.protocolbanks.billing.channels;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.x402.contract.BatchSettlementCalls;
import com.protocolbanks.x402.contract.PendingWithdrawal;
import com.protocolbanks.x402.contract.ReceiverTotals;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Asks the settlement contract. Every method throws {@link com.protocolbanks.evm.rpc.ChainUnavailable} while it cannot. */
public final class ChannelReader {
    private static final int CALLS = 3;
    private static final int AT_ONCE = 100;

    private final ChainClient chain;
    private final Address contract;

    public ChannelReader(ChainClient chain, Address contract) {
        this.chain = chain;
        this.contract = contract;
    }

    /** The channels at the newest block; each asked for has an entry, one that was never opened with zeros. */
    public Map<Hash32, ChainChannel> read(Collection<Hash32> channels) {
        return read(channels, chain.blockNumber());
    }

    /** The channels as they were at that height. */
    public Map<Hash32, ChainChannel> read(Collection<Hash32> channels, long block) {
        var all = List.copyOf(channels);
        Map<Hash32, ChainChannel> found = new HashMap<>();
        for (int from = 0; from < all.size(); from += AT_ONCE) {
            readSome(all.subList(from, Math.min(from + AT_ONCE, all.size())), block, found);
        }
        return found;
    }

    private void readSome(List<Hash32> channels, long block, Map<Hash32, ChainChannel> found) {
        List<CallRequest> questions = new ArrayList<>(channels.size() * CALLS);
        for (Hash32 channel : channels) {
            questions.add(asked(BatchSettlementCalls.channels(channel), block));
            questions.add(asked(BatchSettlementCalls.pendingWithdrawals(channel), block));
            questions.add(asked(BatchSettlementCalls.refundNonce(channel), block));
        }
        var answers = chain.calls(questions);
        for (int i = 0; i < channels.size(); i++) {
            var balance = BatchSettlementCalls.channelOf(answers.get(i * CALLS).orThrow());
            var pending =
                    BatchSettlementCalls.pendingOf(answers.get(i * CALLS + 1).orThrow());
            var nonce = BatchSettlementCalls.refundNonceOf(
                    answers.get(i * CALLS + 2).orThrow());
            found.put(
                    channels.get(i),
                    new ChainChannel(
                            balance.balance(),
                            balance.totalClaimed(),
                            pending.map(PendingWithdrawal::initiatedAt)
                                    .map(Instant::ofEpochSecond)
                                    .orElse(null),
                            nonce,
                            block));
        }
    }

    /** What a receiver was claimed and paid in a token. */
    public ReceiverTotals receiver(Address receiver, Address token) {
        return BatchSettlementCalls.receiverOf(
                chain.call(CallRequest.of(contract, BatchSettlementCalls.receivers(receiver, token)))
                        .orThrow());
    }

    private CallRequest asked(byte[] question, long block) {
        return CallRequest.of(contract, question).atBlock(block);
    }
}
