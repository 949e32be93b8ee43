package com.protocolbanks.identity.wallet;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.evm.signature.Erc1271;
import com.protocolbanks.evm.signature.PersonalMessage;
import com.protocolbanks.evm.signature.Signature;

/** Whether an account signed a text (EIP-191) or a digest: by its key, or, being a contract, by its own word (ERC-1271). */
public final class WalletSignatures {
    /** What a contract may be asked about; several owners' signatures fit. */
    private static final int LONGEST = 8_192;

    private final ChainClient chain;

    public WalletSignatures(ChainClient chain) {
        this.chain = chain;
    }

    /** The answer for one signature. */
    public sealed interface Verdict {
        record Valid() implements Verdict {}

        record Invalid() implements Verdict {}

        /** The chain was needed and could not be asked. */
        record Unavailable(String reason) implements Verdict {}
    }

    public Verdict check(Address account, String text, byte[] signature) {
        return check(account, PersonalMessage.digest(text), signature);
    }

    /** The same for a digest of another kind, such as EIP-712's. */
    public Verdict check(Address account, Hash32 digest, byte[] signature) {
        if (isOfKey(account, digest, signature)) {
            return new Verdict.Valid();
        }
        if (signature.length > LONGEST) {
            return new Verdict.Invalid();
        }
        try {
            return ofContract(account, digest, signature);
        } catch (ChainUnavailable unavailable) {
            return new Verdict.Unavailable(String.valueOf(unavailable.getMessage()));
        }
    }

    private static boolean isOfKey(Address account, Hash32 digest, byte[] signature) {
        try {
            return Signature.of(signature).signerOf(digest).map(account::equals).orElse(false);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }

    private Verdict ofContract(Address account, Hash32 digest, byte[] signature) {
        if (chain.code(account).length == 0) {
            return new Verdict.Invalid();
        }
        return switch (chain.call(CallRequest.of(account, Erc1271.call(digest, signature)))) {
            case CallAnswer.Returned(var data) -> Erc1271.isYes(data) ? new Verdict.Valid() : new Verdict.Invalid();
            case CallAnswer.Reverted _ -> new Verdict.Invalid();
            case CallAnswer.Unavailable(var reason) -> new Verdict.Unavailable(reason);
        };
    }
}
