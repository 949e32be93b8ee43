package com.protocolbanks.evm.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Endpoints that answer in every wrong way; what a right chain answers is tried on a real one elsewhere. */
class JsonRpcChainClientTest {
    private static final CallRequest CALL = CallRequest.of(Address.ZERO, new byte[0]);
    private static final Hash32 HASH = Keccak.hash();

    private final HttpClient http = JsonRpcChainClient.http(Duration.ofSeconds(60));
    private HttpServer server;
    private String answer = "";
    private int status = 200;

    @BeforeEach
    void begin() throws IOException {
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", exchange -> {
            byte[] body = answer.getBytes(StandardCharsets.UTF_8);
            exchange.getRequestBody().readAllBytes();
            exchange.sendResponseHeaders(status, body.length);
            exchange.getResponseBody().write(body);
            exchange.close();
        });
        server.start();
    }

    @AfterEach
    void end() {
        server.stop(0);
        http.close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "not json",
                "[]",
                "{}",
                "null",
                "{\"jsonrpc\":\"2.0\",\"id\":999,\"result\":\"0x1\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":17}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0xzz\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":null}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0xfffffffffffffffffffff\"}",
                "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":{\"code\":-32000,\"message\":\"overloaded\"}}"
            })
    void aWrongAnswerIsUnavailableAndNothingElse(String wrong) {
        answer = wrong;
        assertThatThrownBy(() -> client().blockNumber()).isInstanceOf(ChainUnavailable.class);
        assertThat(client().call(CALL)).isInstanceOf(CallAnswer.Unavailable.class);
        assertThat(client().estimateGas(CALL)).isNotInstanceOf(GasAnswer.Reverted.class);
    }

    @Test
    void aLostOrBrokenReplyToATransactionIsNoAnswer() {
        answer = "<html>bad gateway</html>";
        status = 502;
        assertThat(client().send(new byte[] {1})).isInstanceOf(SendAnswer.NoAnswer.class);
        server.stop(0);
        assertThat(client().send(new byte[] {1})).isInstanceOf(SendAnswer.NoAnswer.class);
    }

    @Test
    void anAnswerToABatchCountsOnlyForTheRequestItNames() {
        answer =
                "[{\"jsonrpc\":\"2.0\",\"id\":2,\"result\":\"0x01\"},{\"jsonrpc\":\"2.0\",\"id\":77,\"result\":\"0x02\"}]";
        List<CallAnswer> answers = client().calls(List.of(CALL, CALL, CALL));
        assertThat(answers.get(0)).isInstanceOf(CallAnswer.Unavailable.class);
        assertThat(answers.get(1))
                .isInstanceOfSatisfying(
                        CallAnswer.Returned.class,
                        returned -> assertThat(returned.data()).containsExactly(1));
        assertThat(answers.get(2)).isInstanceOf(CallAnswer.Unavailable.class);
    }

    @Test
    void aBatchThatIsRefusedAsAWholeAnswersNothing() {
        answer = "{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32600,\"message\":\"batch too large\"}}";
        assertThat(client().sendAll(List.of(new byte[] {1}, new byte[] {2})))
                .allMatch(SendAnswer.NoAnswer.class::isInstance);
        assertThatThrownBy(() -> client().receipts(List.of(HASH, Hash32.ZERO))).isInstanceOf(ChainUnavailable.class);
    }

    @Test
    void aReceiptOfAnotherTransactionIsNotTaken() {
        answer = """
                {"jsonrpc":"2.0","id":1,"result":{"transactionHash":"%s","blockNumber":"0x1","blockHash":"%s",
                "status":"0x1","gasUsed":"0x5208","effectiveGasPrice":"0x7","contractAddress":null,"logs":[]}}""".formatted(HASH.hex(), HASH.hex());
        assertThat(client().receipts(List.of(Hash32.ZERO))).isEmpty();
        assertThat(client().receipt(Hash32.ZERO)).isEmpty();
        assertThat(client().receipt(HASH).orElseThrow().fee()).isEqualTo(BigInteger.valueOf(147_000));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"code\":3,\"message\":\"execution reverted\",\"data\":\"0x08c379a0\"}",
                "{\"code\":-32000,\"message\":\"x\",\"data\":{\"data\":\"0x08c379a0\"}}",
            })
    void revertDataIsFoundWhereNodesPutIt(String error) {
        answer = "{\"jsonrpc\":\"2.0\",\"id\":1,\"error\":" + error + "}";
        assertThat(client().call(CALL))
                .isInstanceOfSatisfying(
                        CallAnswer.Reverted.class,
                        reverted -> assertThat(reverted.data()).hasSize(4));
        assertThat(client().estimateGas(CALL)).isInstanceOf(GasAnswer.Reverted.class);
    }

    /** A new client, so that its first request has the number 1. */
    private ChainClient client() {
        URI address = URI.create("http://127.0.0.1:" + server.getAddress().getPort());
        return new JsonRpcChainClient(http, address, Duration.ofSeconds(60));
    }
}
