package com.protocolbanks.pb.simulation.outside;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.SendAnswer;
import com.protocolbanks.evm.transaction.SignedTransaction;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** The operator's waiting transactions at a node, taken and refused in the words of its kind. */
final class Mempool {
    private static final BigInteger TEN = BigInteger.TEN;
    private static final BigInteger ELEVEN = BigInteger.valueOf(11);

    private final boolean cosmos;
    private final Map<Long, SignedTransaction> waiting = new TreeMap<>();

    /** @param cosmos ZetaChain's manners (exact nonce, no gap, no replacement), else go-ethereum's */
    Mempool(boolean cosmos) {
        this.cosmos = cosmos;
    }

    /**
     * @param next the account's nonce at the newest block
     * @param baseFee of the next block, in wei per gas
     */
    SendAnswer offer(SignedTransaction transaction, long next, BigInteger baseFee) {
        var before = waiting.get(transaction.nonce());
        if (before != null && before.hash().equals(transaction.hash())) {
            return refused(cosmos ? "tx already in mempool" : "already known");
        }
        var refusal = cosmos ? cosmosRefusal(transaction, next, baseFee) : gethRefusal(transaction, next, before);
        if (refusal != null) {
            return refusal;
        }
        waiting.put(transaction.nonce(), transaction);
        return new SendAnswer.Taken();
    }

    private @Nullable SendAnswer cosmosRefusal(SignedTransaction transaction, long next, BigInteger baseFee) {
        long expected = next;
        while (waiting.containsKey(expected)) {
            expected++;
        }
        if (transaction.nonce() != expected) {
            return refused("invalid nonce; got " + transaction.nonce() + ", expected " + expected
                    + ": invalid sequence: invalid sequence");
        }
        return transaction.unsigned().fees().cap().compareTo(baseFee) < 0
                ? refused("gas price less than block base fee: insufficient fee")
                : null;
    }

    private static @Nullable SendAnswer gethRefusal(
            SignedTransaction transaction, long next, @Nullable SignedTransaction before) {
        if (transaction.nonce() < next) {
            return refused("nonce too low: next nonce " + next + ", tx nonce " + transaction.nonce());
        }
        if (before == null) {
            return null;
        }
        var old = before.unsigned().fees();
        var fees = transaction.unsigned().fees();
        boolean enough = atLeastATenthMore(old.cap(), fees.cap()) && atLeastATenthMore(old.priority(), fees.priority());
        return enough ? null : refused("replacement transaction underpriced");
    }

    private static boolean atLeastATenthMore(BigInteger old, BigInteger offered) {
        return offered.multiply(TEN).compareTo(old.multiply(ELEVEN)) >= 0;
    }

    private static SendAnswer refused(String words) {
        return new SendAnswer.Refused(-32_000, words);
    }

    /** Puts one in its place, whatever stands there. */
    void force(SignedTransaction transaction) {
        waiting.put(transaction.nonce(), transaction);
    }

    /** Those that can follow on that nonce without a gap, in order. */
    List<SignedTransaction> from(long next) {
        List<SignedTransaction> found = new ArrayList<>();
        for (long nonce = next; waiting.containsKey(nonce); nonce++) {
            found.add(waiting.get(nonce));
        }
        return found;
    }

    void forgetBelow(long nonce) {
        waiting.keySet().removeIf(one -> one < nonce);
    }

    void forget(long nonce) {
        waiting.remove(nonce);
    }

    boolean isEmpty() {
        return waiting.isEmpty();
    }

    boolean knows(Hash32 hash) {
        return waiting.values().stream().anyMatch(one -> one.hash().equals(hash));
    }

    void clear() {
        waiting.clear();
    }
}
