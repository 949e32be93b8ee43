package com.protocolbanks.payroll.signing;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.util.AbstractList;
import java.util.List;
import java.util.RandomAccess;
import java.util.UUID;

/** A stretch of a token's payments that goes into one transaction, with the proof that the owners signed it. */
public final class Chunk {
    private final int index;
    private final PaymentList payments;
    private final int from;
    private final int to;
    private final List<Hash32> proof;

    Chunk(int index, PaymentList payments, int from, int to, List<Hash32> proof) {
        this.index = index;
        this.payments = payments;
        this.from = from;
        this.to = to;
        this.proof = proof;
    }

    /**
     * One payment of a chunk.
     *
     * @param index within the chunk, from 0
     * @param units in the token's smallest unit
     */
    public record Payment(int index, UUID legId, UUID itemId, Address to, BigInteger units) {}

    public int index() {
        return index;
    }

    public int size() {
        return to - from;
    }

    public List<Hash32> proof() {
        return proof;
    }

    /** The sum in the token's smallest unit. */
    public BigInteger units() {
        var sum = BigInteger.ZERO;
        for (int i = from; i < to; i++) {
            sum = sum.add(payments.units(i));
        }
        return sum;
    }

    /** The payments; each is built when it is asked for. */
    public List<Payment> payments() {
        return new View<>() {
            @Override
            public Payment get(int at) {
                int i = from + checked(at);
                return new Payment(at, payments.leg(i), payments.item(i), payments.to(i), payments.units(i));
            }
        };
    }

    /** The payments as the contract takes them. */
    public List<Hash32> words() {
        return new View<>() {
            @Override
            public Hash32 get(int at) {
                return payments.word(from + checked(at));
            }
        };
    }

    private abstract class View<T> extends AbstractList<T> implements RandomAccess {
        @Override
        public int size() {
            return Chunk.this.size();
        }

        int checked(int at) {
            return java.util.Objects.checkIndex(at, size());
        }
    }
}
