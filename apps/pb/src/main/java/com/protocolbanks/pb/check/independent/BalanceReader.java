package com.protocolbanks.pb.check.independent;

import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Asks a chain's own endpoint what accounts and channels hold. */
public final class BalanceReader {
    private static final String BALANCE_OF = "0x70a08231000000000000000000000000";
    /** {@code channels(bytes32)}. */
    private static final String CHANNELS = "0x7a7ebd7b";

    /** Hex digits of a word. */
    private static final int WORD = 64;

    private static final int AT_ONCE = 500;
    private static final JsonMapper JSON = JsonMapper.shared();

    private final HttpClient http = HttpClient.newHttpClient();
    private final URI endpoint;

    public BalanceReader(URI endpoint) {
        this.endpoint = endpoint;
    }

    /** What the account holds of the ERC-20 token, in its smallest unit. */
    public BigInteger balance(String token, String account) throws IOException, InterruptedException {
        return balances(token, List.of(account)).getFirst();
    }

    /** The balances in the order of the accounts. */
    public List<BigInteger> balances(String token, List<String> accounts) throws IOException, InterruptedException {
        List<BigInteger> balances = new ArrayList<>(accounts.size());
        for (int from = 0; from < accounts.size(); from += AT_ONCE) {
            var slice = accounts.subList(from, Math.min(from + AT_ONCE, accounts.size()));
            var calls = new ArrayList<String>();
            for (int i = 0; i < slice.size(); i++) {
                calls.add("{\"jsonrpc\":\"2.0\",\"id\":" + i + ",\"method\":\"eth_call\",\"params\":[{\"to\":\"" + token
                        + "\",\"data\":\"" + BALANCE_OF + slice.get(i).substring(2) + "\"},\"latest\"]}");
            }
            balances.addAll(inOrder(post("[" + String.join(",", calls) + "]"), slice.size()));
        }
        return balances;
    }

    /** What a payment channel holds, claimed or not, and what was claimed of it, in the token's smallest unit. */
    public record Channel(BigInteger balance, BigInteger claimed) {}

    /** The channel as the settlement contract has it. */
    public Channel channel(String contract, String channelId) throws IOException, InterruptedException {
        var words = result(
                        "eth_call",
                        "[{\"to\":\"" + contract + "\",\"data\":\"" + CHANNELS + channelId.substring(2)
                                + "\"},\"latest\"]")
                .asString();
        return new Channel(
                new BigInteger(words.substring(2, 2 + WORD), 16),
                new BigInteger(words.substring(2 + WORD, 2 + 2 * WORD), 16));
    }

    /** A mined transaction's receipt. */
    public JsonNode receipt(String transaction) throws IOException, InterruptedException {
        return result("eth_getTransactionReceipt", "[\"" + transaction + "\"]");
    }

    private JsonNode result(String method, String params) throws IOException, InterruptedException {
        var answer = post("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":" + params + "}");
        if (!answer.has("result")) {
            throw new IOException("the chain answered " + answer);
        }
        return answer.path("result");
    }

    private static List<BigInteger> inOrder(JsonNode answers, int count) throws IOException {
        var found = new BigInteger[count];
        for (var answer : answers) {
            if (!answer.path("result").isString()) {
                throw new IOException("the chain answered " + answer);
            }
            found[answer.path("id").asInt()] =
                    new BigInteger(answer.path("result").asString().substring(2), 16);
        }
        return List.of(found);
    }

    private JsonNode post(String body) throws IOException, InterruptedException {
        var request = HttpRequest.newBuilder(endpoint)
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build();
        return JSON.readTree(http.send(request, BodyHandlers.ofString()).body());
    }
}
