package com.protocolbanks.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.DevAccount;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.json.JsonMapper;

/** Whatever a request lacks or says wrongly is the caller's to put right: 4xx as problem+json, never 500. */
class MalformedRequestsTest {
    private static final String ID = "00000000-0000-0000-0000-000000000001";

    @RegisterExtension
    static final RunningWeb WEB = new RunningWeb();

    private static Tenant tenant;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void found() {
        tenant = Tenant.found(WEB.postgres(), "Malformed", DevAccount.ALL.get(6).address());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "GET|payout-batches/abc|",
                "GET|payout-batches?limit=many|",
                "GET|payout-batches?after=x|",
                "GET|payout-batches/" + ID + "/items?status=NOPE|",
                "GET|payout-batches/" + ID + "/items/x/payslip.pdf|",
                "POST|payout-batches|{}",
                "POST|payout-batches|[]",
                "POST|payout-batches|nonsense",
                "POST|payout-batches|{\"tokenSymbol\":\"USDC\",\"items\":null}",
                "POST|payout-batches|{\"tokenSymbol\":\"USDC\",\"items\":[]}",
                "POST|payout-batches|{\"tokenSymbol\":\"USDC\",\"items\":[null]}",
                "POST|payout-batches|{\"tokenSymbol\":\"USDC\",\"items\":[\"x\"]}",
                "POST|payout-batches|{\"tokenSymbol\":\"USDC\",\"confirm\":[null],\"items\":[{}]}",
                "POST|payout-batches|{\"tokenSymbol\":\"USDC\",\"payPeriod\":\"\\u0000\",\"items\":[{}]}",
                "POST|employees|{}",
                "POST|employees|{\"name\":\"A\"}",
                "POST|employees|{\"name\":\"\\u0000\",\"walletAddress\":\"0x00000000000000000000000000000000000000a1\"}",
                "POST|employees|{\"name\":\"A\",\"walletAddress\":\"0xa1\",\"bank\":{}}",
                "POST|auth/siwe|{}",
                "POST|auth/siwe|{\"message\":\"m\",\"signature\":\"zz\"}",
                "POST|auth/link|{}",
                "POST|payout-batches/" + ID + "/approvals|{}",
                "POST|payout-batches/" + ID + "/fiat-results|{}",
                "POST|payout-batches/" + ID + "/fiat-results|{\"results\":[null]}",
                "POST|payout-batches/" + ID + "/fiat-results|{\"results\":[{}]}",
                "PUT|payout-batches/" + ID + "/items|{}",
            })
    void isTheCallersToPutRight(String method, String path, String body) throws Exception {
        var answer = send(method, path, "application/json", body == null ? new byte[0] : utf8(body));

        assertThat(answer.statusCode()).as(answer.body()).isBetween(400, 499);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
    }

    @Test
    void aFileFromChineseWindowsIsReadWhenItsEncodingIsSaid() throws Exception {
        var csv =
                "姓名,钱包地址,金额\n王伟,0x00000000000000000000000000000000000000c3,12.5\n".getBytes(Charset.forName("GB18030"));

        assertThat(upload(csv, "").body()).contains("ENCODING_UNKNOWN");
        assertThat(upload(csv, "latin1").statusCode()).isEqualTo(400);
        var accepted = upload(csv, "gb18030");
        assertThat(accepted.statusCode()).as(accepted.body()).isEqualTo(202);
        var id = JsonMapper.shared().readTree(accepted.body()).path("id").asString();
        assertThat(send("GET", "payout-batches/" + id + "/items", "application/json", new byte[0])
                        .body())
                .contains("王伟");
    }

    @Test
    void theApproverOfAWalletWithOneKeyIsToldThatOnePersonIsEnough() throws Exception {
        var rows = "{\"tokenSymbol\":\"USDC\",\"items\":[{\"name\":\"Solo\",\"walletAddress\":"
                + "\"0x00000000000000000000000000000000000000d4\",\"amount\":\"3\"}]}";
        var id = JsonMapper.shared()
                .readTree(send("POST", "payout-batches", "application/json", utf8(rows))
                        .body())
                .path("id")
                .asString();
        var page = http.send(
                HttpRequest.newBuilder(WEB.url().resolve("/payouts/" + id + "/approve"))
                        .header("Authorization", "Bearer " + tenant.key())
                        .build(),
                BodyHandlers.ofString());
        assertThat(page.statusCode()).isEqualTo(200);
        assertThat(page.body()).contains("the contract sees one person");
    }

    private HttpResponse<String> upload(byte[] csv, String encoding) throws IOException, InterruptedException {
        var head = "--b\r\nContent-Disposition: form-data; name=\"tokenSymbol\"\r\n\r\nUSDC\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"encoding\"\r\n\r\n" + encoding + "\r\n"
                + "--b\r\nContent-Disposition: form-data; name=\"file\"; filename=\"gz.csv\"\r\n\r\n";
        var body = new java.io.ByteArrayOutputStream();
        body.write(utf8(head));
        body.write(csv);
        body.write(utf8("\r\n--b--\r\n"));
        return send("POST", "payout-batches", "multipart/form-data; boundary=b", body.toByteArray());
    }

    private HttpResponse<String> send(String method, String path, String type, byte[] body)
            throws IOException, InterruptedException {
        return http.send(
                HttpRequest.newBuilder(WEB.url().resolve("/api/v1/" + path))
                        .header("Authorization", "Bearer " + tenant.key())
                        .header("Content-Type", type)
                        .header("Idempotency-Key", UUID.randomUUID().toString())
                        .method(method, BodyPublishers.ofByteArray(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
