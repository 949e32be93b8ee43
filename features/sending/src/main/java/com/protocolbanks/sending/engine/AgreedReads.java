package com.protocolbanks.sending.engine;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.Block;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.sending.ChainEndpoints;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads that count only when every configured endpoint says the same. */
final class AgreedReads {
    private final List<ChainClient> readers;

    AgreedReads(ChainEndpoints endpoints) {
        this.readers = endpoints.readers();
    }

    /** What the endpoints together say of one transaction. */
    sealed interface Finding {
        /** All have this receipt. */
        record Found(Receipt receipt) implements Finding {}

        /** None has one. */
        record Nowhere() implements Finding {}

        /** Some have one and some not, or they differ. */
        record Disputed() implements Finding {}
    }

    /** The newest block that every endpoint has reached. */
    Block lowestHead() {
        Block lowest = readers.getFirst().latestBlock();
        for (ChainClient reader : readers.subList(1, readers.size())) {
            Block head = reader.latestBlock();
            lowest = head.number() < lowest.number() ? head : lowest;
        }
        return lowest;
    }

    /** A height at which everything read before has happened. */
    long highestHead() {
        return readers.stream().mapToLong(ChainClient::blockNumber).max().orElseThrow();
    }

    /** How many nonces of the account are consumed for every endpoint. */
    long consumedNonces(Address account) {
        return readers.stream().mapToLong(reader -> reader.nonce(account)).min().orElseThrow();
    }

    /** Whether every endpoint holds this block at its height. */
    boolean stands(long number, Hash32 hash) {
        return readers.stream()
                .allMatch(reader -> reader.block(number).map(Block::hash).equals(Optional.of(hash)));
    }

    /** One finding for each hash. */
    Map<Hash32, Finding> receipts(Collection<Hash32> hashes) {
        List<Map<Hash32, Receipt>> answers = new ArrayList<>(readers.size());
        for (ChainClient reader : readers) {
            answers.add(reader.receipts(hashes));
        }
        Map<Hash32, Finding> findings = new HashMap<>();
        for (Hash32 hash : hashes) {
            List<Receipt> found = answers.stream()
                    .map(answer -> Optional.ofNullable(answer.get(hash)))
                    .flatMap(Optional::stream)
                    .toList();
            findings.put(hash, compared(found));
        }
        return findings;
    }

    private Finding compared(List<Receipt> found) {
        if (found.isEmpty()) {
            return new Finding.Nowhere();
        }
        Receipt first = found.getFirst();
        boolean same = found.stream().allMatch(first::agreesWith);
        return same && found.size() == readers.size() ? new Finding.Found(first) : new Finding.Disputed();
    }
}
