package com.protocolbanks.sdk;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.DigestSigner;
import java.math.BigInteger;
import java.util.Optional;

/**
 * Who pays, and with what.
 *
 * @param key the session key: signs vouchers
 * @param payer whose money is deposited
 * @param wallet the payer's own key, to sign deposits (ERC-3009); empty when the channel is funded by other means
 * @param deposit how much one deposit moves at least, in the token's smallest unit
 * @param salt tells channels of the same key apart
 */
public record Payer(DigestSigner key, Address payer, Optional<DigestSigner> wallet, BigInteger deposit, Hash32 salt) {
    /** @throws IllegalArgumentException when the wallet is not the payer's */
    public Payer {
        if (wallet.isPresent() && !wallet.get().address().equals(payer)) {
            throw new IllegalArgumentException("deposits come from " + payer + ", and the wallet is "
                    + wallet.get().address());
        }
    }

    /** Pays from a channel that others fund. */
    public static Payer from(DigestSigner key, Address payer) {
        return new Payer(key, payer, Optional.empty(), BigInteger.ZERO, Hash32.ZERO);
    }

    /** Pays from a channel that the wallet funds when it must. */
    public static Payer funding(DigestSigner key, DigestSigner wallet, BigInteger deposit) {
        return new Payer(key, wallet.address(), Optional.of(wallet), deposit, Hash32.ZERO);
    }
}
