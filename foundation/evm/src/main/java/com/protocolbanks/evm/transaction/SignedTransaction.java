package com.protocolbanks.evm.transaction;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.signature.Signature;
import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;

/**
 * A transaction exactly as it goes to the chain.
 *
 * @param raw the bytes to send
 * @param hash the transaction's hash, the Keccak hash of {@code raw}
 * @param from the account that signed
 * @param nonce that account's nonce
 */
public record SignedTransaction(byte[] raw, Hash32 hash, Address from, long nonce) {
    public SignedTransaction {
        raw = raw.clone();
    }

    /**
     * Reads a signed EIP-1559 transaction and recovers who signed it.
     *
     * @throws IllegalArgumentException for other bytes
     */
    public static SignedTransaction of(byte[] raw) {
        Parts parts = Parts.of(raw);
        Address from = parts.signature
                .signerOf(parts.unsigned.digest())
                .orElseThrow(() -> new IllegalArgumentException("no key can have made this signature"));
        return new SignedTransaction(raw, Keccak.hash(raw), from, parts.unsigned.nonce());
    }

    /** What was signed. */
    public FeeMarketTransaction unsigned() {
        return Parts.of(raw).unsigned;
    }

    @Override
    public byte[] raw() {
        return raw.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedTransaction its && hash.equals(its.hash) && Arrays.equals(raw, its.raw);
    }

    @Override
    public int hashCode() {
        return hash.hashCode();
    }

    @Override
    public String toString() {
        return hash + " (nonce " + nonce + " of " + from + ")";
    }

    private record Parts(FeeMarketTransaction unsigned, Signature signature) {
        static Parts of(byte[] raw) {
            if (raw.length < 2 || raw[0] != FeeMarketTransaction.TYPE) {
                throw new IllegalArgumentException("not an EIP-1559 transaction");
            }
            List<byte[]> items = Rlp.items(raw, 1);
            if (items.size() != 12) {
                throw new IllegalArgumentException("a transaction has 12 fields, not " + items.size());
            }
            byte[] to = items.get(5);
            FeeMarketTransaction.Fees fees = new FeeMarketTransaction.Fees(number(items, 2), number(items, 3));
            FeeMarketTransaction unsigned = new FeeMarketTransaction(
                    new ChainId(number(items, 0).longValueExact()),
                    number(items, 1).longValueExact(),
                    fees,
                    number(items, 4).longValueExact(),
                    to.length == 0 ? null : new Address(to),
                    number(items, 6),
                    items.get(7));
            int yParity = number(items, 9).intValueExact();
            return new Parts(unsigned, new Signature(number(items, 10), number(items, 11), yParity));
        }

        private static BigInteger number(List<byte[]> items, int index) {
            return new BigInteger(1, items.get(index));
        }
    }
}
