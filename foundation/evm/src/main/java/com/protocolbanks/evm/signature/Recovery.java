package com.protocolbanks.evm.signature;

import java.util.Optional;

/** Finds the public key that made a signature; all ways of it give the same answer (SEC 1, section 4.1.6). */
public sealed interface Recovery permits NativeRecovery, PortableRecovery {
    /** By Bouncy Castle: on every system, about a quarter as fast as the other. */
    Recovery PORTABLE = new PortableRecovery();

    /**
     * The key as 65 bytes, 04 and both coordinates; empty when no key can have made the signature.
     *
     * @param digest 32 bytes
     */
    Optional<byte[]> keyOf(Signature signature, byte[] digest);

    /** By libsecp256k1; empty on a system it was not built for, or where its file cannot be unpacked. */
    static Optional<Recovery> ofLibrary() {
        return NativeRecovery.loaded();
    }
}
