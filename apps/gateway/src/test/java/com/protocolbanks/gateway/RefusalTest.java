package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.gateway.http.Limits;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** What is not served has a stable code, in the words of its surface, and reaches nobody. */
class RefusalTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private static final Limits TIGHT = limits(Duration.ofSeconds(30));

    private GatewayBench bench;

    private static Limits limits(Duration read) {
        return new Limits(4096, 2000, read, Duration.ofSeconds(30), Duration.ofSeconds(30), 100);
    }

    @BeforeEach
    void aGateway() {
        bench = new GatewayBench(redis);
        bench.start(TIGHT);
    }

    @AfterEach
    void end() {
        assertThat(bench.upstream.requests()).isZero();
        bench.close();
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            /v1/chat/completions; {"model":"large","messages":[]}; 404; unknown_model
            /v1/chat/completions; {"messages":[]}; 400; bad_request
            /v1/chat/completions; {"model":"small","model":"large"}; 400; bad_request
            /v1/chat/completions; [1]; 400; bad_request
            /v1/chat/completions; {"model":"small","messages":[{"content":[{"type":"image_url"}]}]}; 403; no_price
            /v1/chat/completions; {"model":"small","messages":[],"max_tokens":-1}; 400; bad_request
            /v1/chat/completions; {"model":"small","messages":[],"service_tier":"priority"}; 403; no_price
            /v1/responses; {"model":"small","previous_response_id":"r"}; 403; no_price
            /v1/responses; {"model":"small","tools":[{"type":"web_search"}]}; 403; no_price
            /v1/responses; {"model":"small","input":[{"id":"msg_1"}]}; 403; no_price
            /v1/responses; {"model":"small","input":[{"type":"item_reference","id":"msg_1"}]}; 403; no_price
            /v1/responses; {"model":"small","input":[{"type":"function_call_output","output":[{"type":"input_image"}]}]}; 403; no_price
            /v1/chat/completions; {"model":"small","messages":[{"role":"assistant","audio":{"id":"a"}}]}; 403; no_price
            /v1/messages; {"model":"small","messages":[],"mcp_servers":[]}; 403; no_price
            /v1/messages; {"model":"none","messages":[]}; 404; unknown_model
            /v1/images; {}; 404; no_price
            /v1/files; {}; 404; no_price
            /r/other/x; {}; 404; no_price
            /r/search/../x; {}; 400; bad_request
            /r/search/%2e%2E/x; {}; 400; bad_request
            /r/search/a%2Fb; {}; 400; bad_request
            /mcp; {"jsonrpc":"2.0","id":1,"method":"sampling/createMessage"}; 403; no_price
            /mcp; {"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"rm"}}; 404; unknown_model
            """)
    void whatHasNoPriceIsNotPassedOn(String path, String body, int status, String code) throws IOException {
        var answer = raw("POST " + path + " HTTP/1.1\r\nhost: x\r\nconnection: close\r\ncontent-length: "
                + body.length() + "\r\n\r\n" + body);

        assertThat(answer).startsWith("HTTP/1.1 " + status);
        assertThat(answer).contains("\"code\":\"" + code + "\"");
    }

    @Test
    void errorsAreWrittenInTheWordsOfTheSurface() {
        var chat = post("/v1/chat/completions", "{\"model\":\"small\",\"messages\":[]}");
        var messages = post("/v1/messages", "{\"model\":\"small\",\"messages\":[]}");

        assertThat(chat.statusCode()).isEqualTo(402);
        assertThat(JsonMapper.shared().readTree(chat.body()).at("/error/code").asString(""))
                .isEqualTo("payment_required");
        assertThat(JsonMapper.shared()
                        .readTree(messages.body())
                        .at("/error/type")
                        .asString(""))
                .isEqualTo("billing_error");
    }

    @Test
    void theLargeAndTheLongAreTurnedAway() throws IOException {
        assertThat(raw("POST /v1/messages HTTP/1.1\r\nhost: x\r\ncontent-length: 2001\r\n\r\n"))
                .startsWith("HTTP/1.1 413")
                .contains("body_too_large");
        assertThat(raw("POST /v1/messages HTTP/1.1\r\nhost: x\r\ntransfer-encoding: chunked\r\n\r\n7d1\r\n"
                        + "x".repeat(2001) + "\r\n"))
                .startsWith("HTTP/1.1 413");
        assertThat(raw("GET / HTTP/1.1\r\nx: " + "y".repeat(5000) + "\r\n\r\n"))
                .startsWith("HTTP/1.1 431")
                .contains("headers_too_large");
        assertThat(raw("nonsense\r\n\r\n")).startsWith("HTTP/1.1 400").contains("bad_request");
    }

    @Test
    void theSlowAreTurnedAway() throws IOException {
        bench.close();
        bench = new GatewayBench(redis);
        bench.start(limits(Duration.ofMillis(400)));

        assertThat(raw("GET / HTTP/1.1\r\nhost: x\r\n"))
                .startsWith("HTTP/1.1 408")
                .contains("request_timeout");
        assertThat(raw("POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 9\r\n\r\nabc"))
                .startsWith("HTTP/1.1 408");
    }

    @Test
    void malformedPaymentsAreNamed() {
        for (String header : new String[] {"x", "e30=", "bm90IGpzb24="}) {
            var answer = Payer.send(HttpRequest.newBuilder(bench.url(0).resolve("/r/search/x"))
                    .header("PAYMENT-SIGNATURE", header)
                    .build());

            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.body()).contains("invalid_");
        }
    }

    @Test
    void anUnknownKeyIsToldWhereToRegister() {
        var agent = bench.agent(5, 100, 100);
        bench.kept.clear();

        var answer = WindowAgent.open(bench.url(0), agent, 50);

        assertThat(answer.statusCode()).isEqualTo(403);
        assertThat(answer.body()).contains("key_unknown").contains("http://console.test/session-keys");
    }

    @Test
    void aGatewayWithoutItsStoreAnswersAtOnce() {
        var agent = bench.agent(6, 100_000, 100_000);
        var window = WindowAgent.opened(bench.url(0), agent, 50_000);
        bench.loseMark();

        var answer = window.post("/r/search/x", "{}", "request-0000000001");

        assertThat(answer.statusCode()).isEqualTo(503);
        assertThat(answer.body()).contains("store_unsure");
        assertThat(answer.headers().firstValue("retry-after")).isPresent();
    }

    @Test
    void severalRequestsOfOneConnectionAreAnsweredInTheirOrder() throws IOException {
        var one = "GET /healthz HTTP/1.1\r\nhost: x\r\n\r\n";
        var answer = raw(one + one + "GET /nothing HTTP/1.1\r\nhost: x\r\nconnection: close\r\n\r\n");

        assertThat(answer.split("HTTP/1.1 ")).hasSize(4);
        assertThat(answer.indexOf("200 OK")).isLessThan(answer.indexOf("404"));
    }

    @Test
    void figuresAndHealthAreShown() {
        assertThat(get("/healthz").statusCode()).isEqualTo(200);
        Eventually.isTrue("figures", () -> get("/metrics").body().contains("gateway_requests_open"));
        assertThat(get("/v1/models").body()).contains("\"small\"");
    }

    private HttpResponse<String> get(String path) {
        return Payer.send(HttpRequest.newBuilder(bench.url(0).resolve(path)).build());
    }

    private HttpResponse<String> post(String path, String body) {
        return Payer.send(HttpRequest.newBuilder(bench.url(0).resolve(path))
                .POST(HttpRequest.BodyPublishers.ofString(body))
                .build());
    }

    private String raw(String request) throws IOException {
        try (var socket =
                new Socket(InetAddress.getLoopbackAddress(), bench.url(0).getPort())) {
            socket.setSoTimeout(120_000);
            socket.getOutputStream().write(request.getBytes(StandardCharsets.ISO_8859_1));
            return new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        }
    }
}
