package com.protocolbanks.evm.signature;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.abi.Selector;

/** The question to a contract whether a signature is its own (ERC-1271). */
public final class Erc1271 {
    private static final Selector IS_VALID = Selector.of("isValidSignature(bytes32,bytes)");

    private Erc1271() {}

    public static byte[] call(Hash32 digest, byte[] signature) {
        return new AbiWriter().word(digest).bytes(signature).call(IS_VALID);
    }

    /** Whether the contract's answer says yes: exactly one word that begins with the function's own selector, zeros after it. */
    public static boolean isYes(byte[] answer) {
        if (answer.length != Hash32.LENGTH || !IS_VALID.leads(answer)) {
            return false;
        }
        for (int i = 4; i < answer.length; i++) {
            if (answer[i] != 0) {
                return false;
            }
        }
        return true;
    }
}
