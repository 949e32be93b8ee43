package com.protocolbanks.payouts.reconciliation;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.ChunkWord;
import com.protocolbanks.evm.contracts.Erc20Calls.Transfer;
import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.payroll.settlement.BookedRun;
import com.protocolbanks.payroll.settlement.BookedRun.Leg;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Asks the chain what it says of signed approvals. */
final class ChainRuns {
    /** Requests in one round trip: public endpoints cut longer ones off. */
    private static final int AT_ONCE = 100;

    private final ChainClient chain;

    ChainRuns(ChainClient chain) {
        this.chain = chain;
    }

    /**
     * At that height.
     *
     * @throws com.protocolbanks.evm.rpc.ChainUnavailable when the endpoint does not answer
     */
    ChainRun read(BookedRun booked, long height) {
        return new ChainRun(words(booked, height), paid(booked, height), movements(booked));
    }

    private List<ChunkWord> words(BookedRun booked, long height) {
        List<ChunkWord> words = new ArrayList<>();
        int chunks = booked.places().chunks();
        for (int from = 0; from < chunks; from += AT_ONCE) {
            var requests = IntStream.range(from, Math.min(from + AT_ONCE, chunks))
                    .mapToObj(chunk -> CallRequest.of(
                                    booked.contracts().multiSend(), MultiSendCalls.chunkWord(booked.key(), chunk))
                            .atBlock(height))
                    .toList();
            chain.calls(requests).forEach(answer -> words.add(MultiSendCalls.chunkWordOf(answer.orThrow())));
        }
        return words;
    }

    private BigInteger paid(BookedRun booked, long height) {
        var request = CallRequest.of(booked.contracts().multiSend(), MultiSendCalls.progress(booked.key()));
        return MultiSendCalls.progressOf(chain.call(request.atBlock(height)).orThrow())
                .paid();
    }

    private Map<Hash32, List<Transfer>> movements(BookedRun booked) {
        var transactions = booked.legs().stream()
                .map(Leg::paidBy)
                .flatMap(Optional::stream)
                .distinct()
                .toList();
        Map<Hash32, List<Transfer>> movements = new HashMap<>();
        for (int from = 0; from < transactions.size(); from += AT_ONCE) {
            var slice = transactions.subList(from, Math.min(from + AT_ONCE, transactions.size()));
            chain.receipts(slice)
                    .forEach((transaction, receipt) -> movements.put(transaction, out(receipt, booked.contracts())));
        }
        return movements;
    }

    /** What came back to the wallet did not leave its hands. */
    private static List<Transfer> out(Receipt receipt, BookedRun.Contracts contracts) {
        return receipt.logs().stream()
                .filter(log -> log.address().equals(contracts.token()))
                .map(Transfer::of)
                .flatMap(Optional::stream)
                .filter(transfer -> transfer.from().equals(contracts.payer()))
                .filter(transfer -> !transfer.to().equals(contracts.wallet()))
                .toList();
    }
}
