package com.protocolbanks.evm.signature;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.nio.charset.StandardCharsets;

/** EIP-191 version 0x45, what a wallet's {@code personal_sign} signs. */
public final class PersonalMessage {
    private PersonalMessage() {}

    public static Hash32 digest(byte[] message) {
        String prefix = "\u0019Ethereum Signed Message:\n" + message.length;
        return Keccak.hash(prefix.getBytes(StandardCharsets.US_ASCII), message);
    }

    public static Hash32 digest(String message) {
        return digest(message.getBytes(StandardCharsets.UTF_8));
    }
}
