package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.gateway.admission.Digests;
import com.protocolbanks.x402.receipts.CoveredBytes;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.wire.PaymentPayload;
import com.protocolbanks.x402.wire.PaymentResponse;
import java.math.BigInteger;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Tools of an MCP server, paid inside the protocol. */
class ToolCallTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private GatewayBench bench;

    @BeforeEach
    void aGateway() {
        bench = new GatewayBench(redis);
        bench.start();
    }

    @AfterEach
    void end() {
        bench.close();
    }

    @Test
    void theProtocolAroundCallsIsFree() {
        var hello = send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"initialize\",\"params\":{}}");
        var noted = send("{\"jsonrpc\":\"2.0\",\"method\":\"notifications/initialized\"}");
        var tools = send("{\"jsonrpc\":\"2.0\",\"id\":2,\"method\":\"tools/list\"}");

        assertThat(hello.headers().firstValue("mcp-session-id")).contains("local-session");
        assertThat(noted.statusCode()).isEqualTo(202);
        assertThat(tools.body()).contains("echo");
        assertThat(bench.upstream.invoice()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({"echo, 10000", "recite, 20000"})
    void aCallIsPaidInItsMetaAndAnsweredThere(String tool, int price) {
        var agent = bench.agent(1, 1_000_000, 1_000_000);
        var call = call(tool);
        var unpaid = JsonMapper.shared().readTree(send(call.toString()).body());
        assertThat(unpaid.at("/result/isError").asBoolean(false)).isTrue();
        assertThat(unpaid.at("/result/structuredContent"))
                .isEqualTo(JsonMapper.shared()
                        .readTree(unpaid.at("/result/content/0/text").asString("")));
        assertThat(bench.upstream.requests()).isZero();

        var way = Payer.requirements(send(call.toString()));
        var payment = new PaymentPayload(way, agent.voucher(BigInteger.valueOf(price)), null);
        ((ObjectNode) call.get("params")).putObject("_meta").set("x402/payment", payment.toJson());
        var delivered = send(call.toString());
        var answer = last(delivered);

        assertThat(answer.at("/result/content/0/text").asString("")).isEqualTo("hello");
        var paid = PaymentResponse.read(answer.at("/result/_meta").get("x402/payment-response"));
        assertThat(paid.charged()).isEqualTo(BigInteger.valueOf(price));
        assertThat(agent.state().spent()).isEqualTo(price);
        var receipt = ReceiptJson.receipt(Objects.requireNonNull(paid.receipt()));
        assertThat(receipt.body().responseDigest()).isEqualTo(Digests.sha256(covered(delivered.body())));
    }

    /** What the receipt covers: without the comments of a stream, and with the payment in the answer itself read as null. */
    private static byte[] covered(String body) {
        int comment = body.indexOf("\n: receipt ") + 1;
        var behind = body.substring(comment).replaceAll("(?m)^:.*\n\n", "");
        var answer = new String(CoveredBytes.of(behind.getBytes(StandardCharsets.UTF_8)), StandardCharsets.UTF_8);
        return (body.substring(0, comment) + answer).getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void whatCostsNothingIsLimitedInRate() {
        var statuses = IntStream.range(0, 200)
                .mapToObj(_ -> send("{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"ping\"}"))
                .filter(answer -> answer.statusCode() == 429)
                .toList();

        // on a slow machine several seconds of the clock share them
        assertThat(bench.upstream.requests()).isEqualTo(200 - statuses.size());
        assertThat(statuses).allSatisfy(answer -> {
            assertThat(answer.body()).contains("rate_limited");
            assertThat(answer.headers().firstValue("retry-after")).contains("1");
        });
    }

    @Test
    void aToolsNameHasAnEnd() {
        assertThat(send(call("e".repeat(129)).toString()).body()).contains("bad_request");
        assertThat(send(call("e".repeat(128)).toString()).body()).contains("unknown_model");
    }

    private static ObjectNode call(String tool) {
        var json = JsonMapper.shared()
                .createObjectNode()
                .put("jsonrpc", "2.0")
                .put("id", 7)
                .put("method", "tools/call");
        json.putObject("params").put("name", tool).putObject("arguments").put("text", "hello");
        return json;
    }

    /** The answer itself, or the last event of a stream. */
    private static JsonNode last(HttpResponse<String> answer) {
        var text = answer.body()
                .lines()
                .filter(line -> line.startsWith("data:"))
                .reduce((_, line) -> line)
                .map(line -> line.substring(5))
                .orElse(answer.body());
        return JsonMapper.shared().readTree(text);
    }

    private HttpResponse<String> send(String message) {
        return Payer.send(HttpRequest.newBuilder(bench.url(0).resolve("/mcp"))
                .header("content-type", "application/json")
                .header("accept", "application/json, text/event-stream")
                .POST(HttpRequest.BodyPublishers.ofString(message))
                .build());
    }
}
