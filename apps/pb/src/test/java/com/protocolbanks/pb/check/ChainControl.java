package com.protocolbanks.pb.check;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Instant;
import java.util.HexFormat;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Does to a local chain what happens to real ones. */
final class ChainControl {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI chain;

    ChainControl(URI chain) {
        this.chain = chain;
    }

    JsonNode call(String method, String parameters) {
        var body = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + parameters + "}";
        var request = HttpRequest.newBuilder(chain)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        try {
            var answer =
                    JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
            if (answer.has("error")) {
                throw new IllegalStateException(method + ": " + answer.path("error"));
            }
            return answer.path("result");
        } catch (IOException e) {
            throw new IllegalStateException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Drops the newest blocks and puts empty ones in their place; their transactions are gone. */
    void reorganize(int depth) {
        call("anvil_reorg", "[" + depth + ", []]");
    }

    /** The time of the newest block. */
    Instant time() {
        var block = call("eth_getBlockByNumber", "[\"latest\", false]");
        return Instant.ofEpochSecond(
                Long.parseLong(block.path("timestamp").asString().substring(2), 16));
    }

    void letTimePass(long seconds) {
        call("evm_increaseTime", "[" + seconds + "]");
        mine();
    }

    void mine() {
        call("evm_mine", "[]");
    }

    /** The next block's price of gas, in wei; empty blocks bring it down again, by an eighth each (EIP-1559). */
    void gasCosts(long wei) {
        call("anvil_setNextBlockBaseFeePerGas", "[\"0x" + Long.toHexString(wei) + "\"]");
        mine();
    }

    /** Until {@link #blocksEverySecond}; a block has room for so much gas. */
    void blocksOnlyWhenTold(long blockGas) {
        call("evm_setIntervalMining", "[0]");
        call("evm_setBlockGasLimit", "[\"0x" + Long.toHexString(blockGas) + "\"]");
    }

    void blocksEverySecond() {
        call("evm_setIntervalMining", "[1]");
    }

    /** Sends a call in the name of an account whose key nobody has. */
    void callAs(String account, String contract, byte[] data) {
        call("anvil_impersonateAccount", "[\"" + account + "\"]");
        call("anvil_setBalance", "[\"" + account + "\", \"0x56bc75e2d63100000\"]");
        var hash = call(
                "eth_sendTransaction",
                "[{\"from\":\"" + account + "\",\"to\":\"" + contract + "\",\"data\":\"0x"
                        + HexFormat.of().formatHex(data) + "\",\"gas\":\"0x7a1200\"}]");
        call("anvil_stopImpersonatingAccount", "[\"" + account + "\"]");
        mine();
        var receipt = call("eth_getTransactionReceipt", "[\"" + hash.asString() + "\"]");
        if (!receipt.path("status").asString().equals("0x1")) {
            throw new IllegalStateException("the call did not succeed: " + receipt);
        }
    }
}
