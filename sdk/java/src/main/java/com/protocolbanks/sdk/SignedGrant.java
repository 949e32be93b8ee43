package com.protocolbanks.sdk;

import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.signature.DigestSigner;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.grant.SessionKeyGrant;

/** A grant with the word of both: the organization's wallet, and the key it is for. */
public record SignedGrant(SessionKeyGrant grant, Signature wallet, Signature key) {
    public static SignedGrant of(SessionKeyGrant grant, ChainId chain, DigestSigner wallet, DigestSigner key) {
        var digest = grant.digest(chain);
        return new SignedGrant(grant, wallet.sign(digest), key.sign(digest));
    }
}
