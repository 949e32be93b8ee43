package com.protocolbanks.payroll.signing;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * A token's payments cut into chunks of the same size, filled in order, and the tree over them.
 *
 * <p>A leaf is {@code keccak256(keccak256(uint256 chunk ++ payments))}.
 */
public final class ChunkPartition {
    /** As many payments as one chunk can hold on chain: one bit of a word each, and one bit left. */
    public static final int MAX_CHUNK = 255;

    private final PaymentList payments;
    private final int chunkSize;
    private final MerkleTree tree;

    private ChunkPartition(PaymentList payments, int chunkSize, MerkleTree tree) {
        this.payments = payments;
        this.chunkSize = chunkSize;
        this.tree = tree;
    }

    /**
     * Divides the payments in their order; only the last chunk may be smaller.
     *
     * @throws IllegalArgumentException for no payments, or a chunk size outside 1 to {@value #MAX_CHUNK}
     */
    public static ChunkPartition of(PaymentList payments, int chunkSize) {
        if (chunkSize < 1 || chunkSize > MAX_CHUNK) {
            throw new IllegalArgumentException("a chunk has 1 to " + MAX_CHUNK + " payments, not " + chunkSize);
        }
        List<Hash32> leaves = new ArrayList<>();
        for (int from = 0; from < payments.size(); from += chunkSize) {
            int to = Math.min(from + chunkSize, payments.size());
            leaves.add(leaf(from / chunkSize, payments.words(from, to)));
        }
        return new ChunkPartition(payments, chunkSize, MerkleTree.of(leaves));
    }

    public PaymentList payments() {
        return payments;
    }

    public int chunkSize() {
        return chunkSize;
    }

    public int chunkCount() {
        return (payments.size() + chunkSize - 1) / chunkSize;
    }

    public Hash32 root() {
        return tree.root();
    }

    /** That chunk with its proof, from 0. */
    public Chunk chunk(int index) {
        int from = index * chunkSize;
        return new Chunk(index, payments, from, Math.min(from + chunkSize, payments.size()), tree.proof(index));
    }

    static Hash32 leaf(int chunk, byte[] packed) {
        return Keccak.hash(Keccak.hash(Hash32.of(BigInteger.valueOf(chunk)).bytes(), packed)
                .bytes());
    }
}
