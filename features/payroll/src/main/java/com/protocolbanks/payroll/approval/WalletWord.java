package com.protocolbanks.payroll.approval;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.evm.signature.Erc1271;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.identity.wallet.WalletOwners;
import com.protocolbanks.identity.wallet.WalletOwners.Ownership;
import java.util.Collection;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** How the organization's wallet takes its owners' signatures, and whether it accepts them. */
final class WalletWord {
    private final ChainClient chain;

    WalletWord(ChainClient chain) {
        this.chain = chain;
    }

    /** The wallet's answer to a complete signature. */
    sealed interface Answer {
        record Yes() implements Answer {}

        record No() implements Answer {}

        record Unavailable(String detail) implements Answer {}
    }

    Ownership ownership(ApprovalRequest request) {
        return new WalletOwners(chain).of(request.wallet());
    }

    /** What one owner signs: the request's own digest, or for a Safe its message about it. */
    static Hash32 ownersDigest(ApprovalRequest request, Ownership ownership) {
        var digest = request.typedData().digest();
        return switch (ownership) {
            case Ownership.Safe safe -> SafeMessage.digest(request.chainId(), safe.wallet(), digest);
            case Ownership.Itself _, Ownership.OtherContract _, Ownership.Unavailable _ -> digest;
        };
    }

    static int required(Ownership ownership) {
        return switch (ownership) {
            case Ownership.Safe safe -> safe.threshold();
            case Ownership.Itself _, Ownership.OtherContract _, Ownership.Unavailable _ -> 1;
        };
    }

    /** The owners' signatures as the wallet takes them: as many as it asks for, by owner in rising order. */
    static byte[] combined(Collection<GivenApproval> approvals, Ownership ownership) {
        Map<Address, Signature> byOwner = new TreeMap<>();
        approvals.forEach(approval -> byOwner.put(approval.signer(), approval.signature()));
        return SafeMessage.joined(byOwner.entrySet().stream()
                .limit(required(ownership))
                .collect(Collectors.toMap(Map.Entry::getKey, Map.Entry::getValue)));
    }

    /** Asks a contract wallet (ERC-1271); a key's own signature needs no question. */
    Answer accepts(ApprovalRequest request, Ownership ownership, byte[] signature) {
        return switch (ownership) {
            case Ownership.Itself(var wallet) ->
                isOf(wallet, request.typedData().digest(), signature) ? new Answer.Yes() : new Answer.No();
            case Ownership.Safe _, Ownership.OtherContract _ -> asked(request, signature);
            case Ownership.Unavailable(var reason) -> new Answer.Unavailable(reason);
        };
    }

    private Answer asked(ApprovalRequest request, byte[] signature) {
        try {
            var question = Erc1271.call(request.typedData().digest(), signature);
            return switch (chain.call(CallRequest.of(request.wallet(), question))) {
                case CallAnswer.Returned(var data) -> Erc1271.isYes(data) ? new Answer.Yes() : new Answer.No();
                case CallAnswer.Reverted _ -> new Answer.No();
                case CallAnswer.Unavailable(var reason) -> new Answer.Unavailable(reason);
            };
        } catch (ChainUnavailable unavailable) {
            return new Answer.Unavailable(String.valueOf(unavailable.getMessage()));
        }
    }

    private static boolean isOf(Address wallet, Hash32 digest, byte[] signature) {
        return signature.length == Signature.LENGTH
                && Signature.of(signature).signerOf(digest).map(wallet::equals).orElse(false);
    }
}
