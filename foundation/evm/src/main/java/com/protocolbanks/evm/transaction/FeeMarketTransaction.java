package com.protocolbanks.evm.transaction;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.signature.Signature;
import java.math.BigInteger;
import org.jspecify.annotations.Nullable;

/**
 * An unsigned EIP-1559 transaction with an empty access list.
 *
 * @param chainId signed into it, so that it is worth nothing on another chain
 * @param nonce 0 or more
 * @param fees what it may cost per unit of gas
 * @param gasLimit units of gas
 * @param to the called account; null creates a contract from {@code data}
 * @param value wei sent along
 * @param data call data, or a contract's creation code
 */
public record FeeMarketTransaction(
        ChainId chainId,
        long nonce,
        Fees fees,
        long gasLimit,
        @Nullable Address to,
        BigInteger value,
        byte[] data) {
    static final byte TYPE = 2;

    /**
     * The fee caps of one transaction, in wei per unit of gas.
     *
     * @param priority the most that goes to the block's maker; not above {@code cap}
     * @param cap the most that is paid in all
     */
    public record Fees(BigInteger priority, BigInteger cap) {
        public Fees {
            if (priority.signum() < 0 || priority.compareTo(cap) > 0) {
                throw new IllegalArgumentException("priority fee " + priority + " is not between 0 and cap " + cap);
            }
        }
    }

    /** @throws IllegalArgumentException for negative numbers, or no gas */
    public FeeMarketTransaction {
        if (nonce < 0 || gasLimit <= 0 || value.signum() < 0) {
            throw new IllegalArgumentException("nonce " + nonce + ", gas " + gasLimit + ", value " + value);
        }
        data = data.clone();
    }

    /** A call without value. */
    public static FeeMarketTransaction call(
            ChainId chainId, long nonce, Fees fees, long gasLimit, Address to, byte[] data) {
        return new FeeMarketTransaction(chainId, nonce, fees, gasLimit, to, BigInteger.ZERO, data);
    }

    @Override
    public byte[] data() {
        return data.clone();
    }

    /** What is signed. */
    public Hash32 digest() {
        return Keccak.hash(new byte[] {TYPE}, Rlp.list(body()));
    }

    /** The transaction with its signature, ready to be sent. */
    public SignedTransaction with(Signature signature, Address from) {
        byte[] signed =
                Rlp.list(body(), Rlp.number(signature.yParity()), Rlp.number(signature.r()), Rlp.number(signature.s()));
        byte[] raw = Bytes.concat(new byte[] {TYPE}, signed);
        return new SignedTransaction(raw, Keccak.hash(raw), from, nonce);
    }

    private byte[] body() {
        return Bytes.concat(
                Rlp.number(chainId.value()),
                Rlp.number(nonce),
                Rlp.number(fees.priority),
                Rlp.number(fees.cap),
                Rlp.number(gasLimit),
                Rlp.string(to == null ? new byte[0] : to.bytes()),
                Rlp.number(value),
                Rlp.string(data),
                Rlp.list());
    }
}
