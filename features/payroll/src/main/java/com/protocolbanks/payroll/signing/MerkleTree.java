package com.protocolbanks.payroll.signing;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.util.ArrayList;
import java.util.List;

/**
 * The tree over a list of leaves: an inner node is the hash of its two children, the smaller first; an odd node moves up
 * unchanged; a single leaf is the root. The same as MultiSend's and as the approver's browser computes.
 */
public final class MerkleTree {
    /** As deep as a tree may be. */
    public static final int MAX_DEPTH = 20;

    private final List<List<Hash32>> levels;

    private MerkleTree(List<List<Hash32>> levels) {
        this.levels = levels;
    }

    /**
     * The tree over these leaves in their order.
     *
     * @throws IllegalArgumentException for no leaves, or more than 2^20
     */
    public static MerkleTree of(List<Hash32> leaves) {
        if (leaves.isEmpty() || leaves.size() > 1 << MAX_DEPTH) {
            throw new IllegalArgumentException("a tree has 1 to 2^" + MAX_DEPTH + " leaves, not " + leaves.size());
        }
        List<List<Hash32>> levels = new ArrayList<>();
        List<Hash32> level = List.copyOf(leaves);
        levels.add(level);
        while (level.size() > 1) {
            level = above(level);
            levels.add(level);
        }
        return new MerkleTree(levels);
    }

    public Hash32 root() {
        return levels.getLast().getFirst();
    }

    /** The neighbours from the leaf up to the root; a level where the node moved up unchanged adds none. */
    public List<Hash32> proof(int leaf) {
        List<Hash32> proof = new ArrayList<>();
        int position = leaf;
        for (var level : levels.subList(0, levels.size() - 1)) {
            int neighbour = position ^ 1;
            if (neighbour < level.size()) {
                proof.add(level.get(neighbour));
            }
            position >>= 1;
        }
        return List.copyOf(proof);
    }

    private static List<Hash32> above(List<Hash32> level) {
        List<Hash32> above = new ArrayList<>((level.size() + 1) / 2);
        for (int i = 0; i + 1 < level.size(); i += 2) {
            above.add(node(level.get(i), level.get(i + 1)));
        }
        if (level.size() % 2 == 1) {
            above.add(level.getLast());
        }
        return above;
    }

    private static Hash32 node(Hash32 one, Hash32 other) {
        return one.compareTo(other) <= 0
                ? Keccak.hash(one.bytes(), other.bytes())
                : Keccak.hash(other.bytes(), one.bytes());
    }
}
