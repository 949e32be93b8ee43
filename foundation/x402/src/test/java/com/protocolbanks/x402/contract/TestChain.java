package com.protocolbanks.x402.contract;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.anvil.AnvilRpc;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.rpc.Receipt;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** A development chain on which everybody may send as anybody. */
final class TestChain {
    private static final Duration TIMEOUT = Duration.ofSeconds(60);
    private static final int RECEIPT_TRIES = 200;
    private static final BigInteger RICH = BigInteger.TEN.pow(20);

    private final AnvilRpc rpc;
    private final JsonRpcChainClient client;

    TestChain(LocalChain chain) {
        rpc = new AnvilRpc(chain.url());
        client = new JsonRpcChainClient(JsonRpcChainClient.http(TIMEOUT), chain.url(), TIMEOUT);
    }

    ChainId id() {
        return client.chainId();
    }

    /** Mined at once; the settlement contract's events. */
    List<BatchSettlementEvent> send(Address from, Address to, byte[] data) {
        rpc.ask("anvil_setBalance", from.lower(), "0x" + RICH.toString(16));
        rpc.ask("anvil_impersonateAccount", from.lower());
        var hash =
                rpc.ask("eth_sendTransaction", Map.of("from", from.lower(), "to", to.lower(), "data", Bytes.hex(data)));
        var receipt = mined(Hash32.of(hash.asString()));
        if (!receipt.succeeded()) {
            throw new IllegalStateException("reverted: " + hash);
        }
        return receipt.logs().stream()
                .flatMap(log -> BatchSettlementEvent.of(log).stream())
                .toList();
    }

    /** Under load a transaction may be in the next block, not in the one it made. */
    private Receipt mined(Hash32 hash) {
        for (int tried = 0; tried < RECEIPT_TRIES; tried++) {
            var receipt = client.receipt(hash);
            if (receipt.isPresent()) {
                return receipt.get();
            }
            rpc.ask("evm_mine");
        }
        throw new IllegalStateException("not mined: " + hash);
    }

    byte[] ask(Address to, byte[] data) {
        return client.call(CallRequest.of(to, data)).orThrow();
    }

    /** Why the call would revert, as one line. */
    String refusal(Address from, Address to, byte[] data) {
        return switch (client.call(CallRequest.from(from, to, data))) {
            case CallAnswer.Reverted(byte[] reason) ->
                BatchSettlementCalls.ERRORS.read(reason).words();
            case CallAnswer.Returned _ -> "not refused";
            case CallAnswer.Unavailable(String reason) -> reason;
        };
    }

    long now() {
        return client.latestBlock().time().getEpochSecond();
    }

    void pass(long seconds) {
        rpc.ask("evm_increaseTime", seconds);
        rpc.ask("evm_mine");
    }
}
