package com.protocolbanks.billing.keys;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.grant.SessionKeyGrant;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/**
 * A session key somebody wants.
 *
 * @param publicKey the key's account
 * @param limitAmount in the token, as a decimal number
 * @param expiresAt in whole seconds
 * @param routes by the price book's names, in the order that was signed
 * @param payers who may fund its channels besides the organization's wallet; not part of the grant, as they can only give
 * @param nonce of the grant
 * @param signature of the organization's wallet: by its key, or as its ERC-1271 takes it (a Safe's owners joined)
 * @param keySignature of the key itself, 65 bytes
 */
public record NewKey(
        Address publicKey,
        Address token,
        BigDecimal limitAmount,
        Instant expiresAt,
        List<String> routes,
        Set<Address> payers,
        Hash32 nonce,
        byte[] signature,
        byte[] keySignature) {
    public NewKey {
        routes = List.copyOf(routes);
        payers = Set.copyOf(payers);
        signature = signature.clone();
        keySignature = keySignature.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    @Override
    public byte[] keySignature() {
        return keySignature.clone();
    }

    /** What wallet and key have signed. */
    Hash32 digest(Address wallet, BillingToken of, ChainId chain) {
        return new SessionKeyGrant(
                        wallet, publicKey, token, of.units(limitAmount), expiresAt.getEpochSecond(), routes, nonce)
                .digest(chain);
    }
}
