package com.protocolbanks.payouts.chunks;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.evm.contracts.MultiSendEvent;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.LogFilter;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Questions to the payout contract at one committed height. */
public final class ContractReads {
    private static final long LOG_WINDOW = 5_000;

    private final ChainClient chain;

    public ContractReads(ChainClient chain) {
        this.chain = chain;
    }

    /** The word of each chunk at that height: the contract's lasting answer to "was this paid?". */
    public Map<Integer, BigInteger> words(List<ChunkTerms> chunks, long height) {
        var requests = chunks.stream()
                .map(chunk -> CallRequest.of(chunk.multiSend(), MultiSendCalls.chunkWord(chunk.key(), chunk.index()))
                        .atBlock(height))
                .toList();
        var answers = chain.calls(requests);
        Map<Integer, BigInteger> words = new HashMap<>();
        for (int i = 0; i < requests.size(); i++) {
            words.put(
                    chunks.get(i).index(),
                    MultiSendCalls.chunkWordOf(answers.get(i).orThrow()).word());
        }
        return words;
    }

    /** The transactions that ran the chunk, newest first, looked for back to the second the signature became valid. */
    public List<Hash32> executions(ChunkTerms chunk, long height) {
        List<Hash32> found = new ArrayList<>();
        for (long to = height; to >= 0; to -= LOG_WINDOW) {
            long from = Math.max(0, to - LOG_WINDOW + 1);
            var topics = List.of(
                    List.of(MultiSendEvent.EXECUTED.hash()),
                    List.of(chunk.key()),
                    List.of(Hash32.of(BigInteger.valueOf(chunk.index()))));
            chain.logs(new LogFilter(from, to, List.of(chunk.multiSend()), topics)).reversed().stream()
                    .map(log -> log.position().transactionHash())
                    .forEach(found::add);
            var oldest = chain.block(from);
            if (oldest.isEmpty()
                    || oldest.get().time().getEpochSecond() < chunk.batch().validAfter()) {
                break;
            }
        }
        return found;
    }
}
