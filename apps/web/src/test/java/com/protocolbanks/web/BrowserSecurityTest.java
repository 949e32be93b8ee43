package com.protocolbanks.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class BrowserSecurityTest {
    @RegisterExtension
    static final RunningWeb WEB = new RunningWeb();

    private final HttpClient http = HttpClient.newHttpClient();

    @Test
    void everyPageCarriesAStrictPolicyWithAFreshNonce() throws Exception {
        var first = get("/sign-in");
        var second = get("/sign-in");

        assertThat(first.statusCode()).isEqualTo(200);
        var policy = first.headers().firstValue("Content-Security-Policy").orElseThrow();
        assertThat(policy)
                .contains("default-src 'none'", "frame-ancestors 'none'", "base-uri 'none'")
                .doesNotContain("unsafe");
        assertThat(policy)
                .isNotEqualTo(
                        second.headers().firstValue("Content-Security-Policy").orElseThrow());
        assertThat(first.headers().firstValue("X-Frame-Options")).hasValue("DENY");
        assertThat(first.body())
                .doesNotContain("<style")
                .doesNotContain(" style=")
                .doesNotContain("onclick=");
    }

    @Test
    void apiWithoutCredentialsIsRefusedAsProblem() throws Exception {
        var answer = get("/api/v1/payout-batches/00000000-0000-0000-0000-000000000001");

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        assertThat(answer.body()).contains("\"code\":\"unauthenticated\"");
    }

    @Test
    void unknownKeyIsRefused() throws Exception {
        var answer = http.send(
                request("/api/v1/payout-batches")
                        .header("Authorization", "Bearer pbk_no")
                        .GET()
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(401);
        assertThat(answer.body()).contains("key_unknown");
    }

    @Test
    void formFromAnotherSiteIsRefused() throws Exception {
        var answer = http.send(
                request("/language")
                        .header("Origin", "https://evil.example")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("to=zh"))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(403);
    }

    @Test
    void languageFollowsTheBrowserAndTheSwitch() throws Exception {
        var chinese = http.send(
                request("/sign-in").header("Accept-Language", "zh-CN").GET().build(), BodyHandlers.ofString());
        assertThat(chinese.body()).contains("lang=\"zh-CN\"").contains("登录");

        var switched = http.send(
                request("/language")
                        .header("Content-Type", "application/x-www-form-urlencoded")
                        .POST(BodyPublishers.ofString("to=zh&back=//evil.example"))
                        .build(),
                BodyHandlers.ofString());
        assertThat(switched.headers().firstValue("Set-Cookie").orElseThrow()).startsWith("pb_language=zh");
        assertThat(switched.headers().firstValue("Location").orElseThrow()).doesNotContain("evil");
    }

    private HttpResponse<String> get(String path) throws IOException, InterruptedException {
        return http.send(request(path).GET().build(), BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(String path) {
        return HttpRequest.newBuilder(WEB.url().resolve(path));
    }
}
