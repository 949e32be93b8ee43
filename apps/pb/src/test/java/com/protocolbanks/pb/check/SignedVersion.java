package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.ChunkPayment;
import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.evm.contracts.PayMode;
import com.protocolbanks.evm.contracts.SignedBatch;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.pb.company.DemoCompany;
import java.math.BigInteger;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** One version of a batch with the signatures of all owners, gathered behind the product's back. */
record SignedVersion(SignedBatch batch, byte[] signature) {
    /** What the API asked the owners to sign. */
    static SignedVersion of(JsonNode request) {
        var message = request.path("typedData").path("message");
        var batch = new SignedBatch(
                address(message, "org"),
                address(message, "token"),
                address(message, "operator"),
                Hash32.of(message.path("batchId").asString()),
                Hash32.of(message.path("chunksRoot").asString()),
                new BigInteger(message.path("total").asString()),
                message.path("chunkCount").asLong(),
                message.path("validAfter").asLong(),
                message.path("validBefore").asLong());
        var digest = SafeMessage.digest(
                new ChainId(LocalChain.CHAIN_ID),
                batch.org(),
                Hash32.of(request.path("digest").asString()));
        Map<Address, Signature> signatures = new HashMap<>();
        DemoCompany.OWNERS.forEach(
                owner -> signatures.put(owner.address(), key(owner).sign(digest)));
        return new SignedVersion(batch, SafeMessage.joined(signatures));
    }

    private static Address address(JsonNode message, String field) {
        return Address.of(message.path(field).asString());
    }

    private static SigningKey key(DevAccount account) {
        return SigningKey.of(Hash32.of(account.privateKey()));
    }

    /** Opens this version on chain; anybody may. */
    byte[] open() {
        return MultiSendCalls.openBatch(batch, signature);
    }

    /** Pays this version's only chunk, in the order of the payees. */
    byte[] pay(List<Trial.Payee> payees) {
        return MultiSendCalls.payChunk(batch, signature, payment(payees));
    }

    /** Pays what of it is still unpaid. */
    byte[] retry(List<Trial.Payee> payees) {
        return MultiSendCalls.retryFailed(batch, payment(payees));
    }

    private static ChunkPayment payment(List<Trial.Payee> payees) {
        var words = payees.stream()
                .map(payee -> new BigInteger(1, Address.of(payee.address()).bytes())
                        .shiftLeft(96)
                        .or(payee.units()))
                .map(Hash32::of)
                .toList();
        return new ChunkPayment(
                0, PayMode.MODULE, ChunkPayment.maskOfFirst(payees.size()), BigInteger.ZERO, words, List.of());
    }

    /** What the contract says to the operator who tries that call; "accepted" when it does not refuse. */
    String tried(Trial trial, byte[] call) {
        var chain = new JsonRpcChainClient(
                JsonRpcChainClient.http(Duration.ofSeconds(60)),
                trial.premises().servers().chainUrl(),
                Duration.ofSeconds(60));
        var multiSend = trial.premises().servers().contracts().multiSend();
        return switch (chain.call(CallRequest.from(batch.operator(), multiSend, call))) {
            case CallAnswer.Returned _ -> "accepted";
            case CallAnswer.Reverted(var data) ->
                MultiSendCalls.ERRORS.read(data).words();
            case CallAnswer.Unavailable(var reason) -> throw new IllegalStateException(reason);
        };
    }
}
