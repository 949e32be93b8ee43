package com.protocolbanks.evm;

import org.bouncycastle.crypto.digests.KeccakDigest;

/** Keccak-256 as Ethereum uses it (the padding before FIPS 202, so not SHA3-256). */
public final class Keccak {
    private Keccak() {}

    /** The hash of the parts one after the other. */
    public static Hash32 hash(byte[]... parts) {
        KeccakDigest digest = new KeccakDigest(256);
        for (byte[] part : parts) {
            digest.update(part, 0, part.length);
        }
        byte[] sum = new byte[Hash32.LENGTH];
        digest.doFinal(sum, 0);
        return new Hash32(sum);
    }
}
