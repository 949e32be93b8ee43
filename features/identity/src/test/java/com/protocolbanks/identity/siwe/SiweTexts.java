package com.protocolbanks.identity.siwe;

import com.protocolbanks.evm.Address;
import java.time.Instant;

/** Messages as a wallet would show them, for tests. */
public final class SiweTexts {
    public static final Address HOLDER = Address.of("0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266");

    private SiweTexts() {}

    /** All optional fields. */
    public static String full() {
        return """
                pay.example.com wants you to sign in with your Ethereum account:
                0xf39Fd6e51aad88F6F4ce6aB8827279cffFb92266

                Sign in to ProtocolBanks (payroll): https://pay.example.com/terms

                URI: https://pay.example.com
                Version: 1
                Chain ID: 7001
                Nonce: q7Xk29Lm41
                Issued At: 2026-03-01T08:00:00.250Z
                Expiration Time: 2026-03-01T08:10:00Z
                Not Before: 2026-03-01T07:59:00+00:00
                Request ID: req%2F17~a:b@c
                Resources:
                - https://pay.example.com/a?b=c#d
                - ipfs://bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi""";
    }

    /** No optional field. */
    public static String plain(String origin, Address holder, long chainId, String nonce, Instant issuedAt) {
        var domain = origin.substring(origin.indexOf("://") + 3);
        return domain + " wants you to sign in with your Ethereum account:\n" + holder + "\n\n\nURI: " + origin
                + "\nVersion: 1\nChain ID: " + chainId + "\nNonce: " + nonce + "\nIssued At: " + issuedAt;
    }
}
