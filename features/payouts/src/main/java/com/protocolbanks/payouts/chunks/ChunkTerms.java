package com.protocolbanks.payouts.chunks;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.ChunkPayment;
import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.evm.contracts.PayMode;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.payroll.signing.Chunk;
import java.math.BigInteger;

/**
 * One chunk as the owners signed it.
 *
 * @param batch the signed terms it belongs to
 * @param key the contract's name for those terms
 * @param multiSend the contract that pays
 */
public record ChunkTerms(SignedBatch batch, Hash32 key, Address multiSend, PayMode mode, Chunk chunk) {
    public int index() {
        return chunk.index();
    }

    public int size() {
        return chunk.size();
    }

    public Chunk.Payment item(int index) {
        return chunk.payments().get(index);
    }

    public ItemMask all() {
        return ItemMask.where(size(), _ -> true);
    }

    /** The sum of the chosen items, in the token's smallest unit. */
    public BigInteger sum(ItemMask mask) {
        return mask.items().mapToObj(i -> item(i).units()).reduce(BigInteger.ZERO, BigInteger::add);
    }

    /** The account whose tokens the recipients get: in POOL the contract hands on what it pulled. */
    public Address payer() {
        return switch (mode) {
            case PULL, MODULE -> batch.org();
            case POOL -> multiSend;
        };
    }

    public boolean isNativeCoin() {
        return batch.token().equals(Address.ZERO);
    }

    /** The call that runs the chunk for the first time and, with a signature, opens the batch. */
    public byte[] payChunk(ItemMask mask, byte[] signature) {
        return MultiSendCalls.payChunk(batch, signature, payment(mask));
    }

    /** The call that tries items again that are not paid. */
    public byte[] retryFailed(ItemMask mask) {
        return MultiSendCalls.retryFailed(batch, payment(mask));
    }

    private ChunkPayment payment(ItemMask mask) {
        return new ChunkPayment(index(), mode, mask.bits(), sum(mask), chunk.words(), chunk.proof());
    }
}
