package com.protocolbanks.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.payroll.BatchEvents;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class PayrollApiTest {
    private static final String BATCHES = "/api/v1/payout-batches";
    private static final String BODY = """
            {"tokenSymbol": "USDC", "items": [
              {"name": "Ana", "walletAddress": "0x00000000000000000000000000000000000000a1", "amount": "10.5"},
              {"name": "王伟", "walletAddress": "0x00000000000000000000000000000000000000b2", "amount": "%s"}]}
            """;

    @RegisterExtension
    static final RunningWeb WEB = new RunningWeb();

    private static Tenant ours;
    private static Tenant theirs;

    private final HttpClient http = HttpClient.newHttpClient();

    @BeforeAll
    static void foundTwoOrganizations() {
        ours = Tenant.found(WEB.postgres(), "Ours", DevAccount.ALL.get(4).address());
        theirs = Tenant.found(WEB.postgres(), "Theirs", DevAccount.ALL.get(5).address());
    }

    @Test
    void sameKeyIsSameBatchAndAnotherBodyUnderItIsRefused() throws Exception {
        var key = UUID.randomUUID().toString();
        var first = post(ours, BATCHES, key, BODY.formatted("20"));
        var again = post(ours, BATCHES, key, BODY.formatted("20"));
        var other = post(ours, BATCHES, key, BODY.formatted("21"));

        assertThat(first.statusCode()).as(first.body()).isEqualTo(202);
        assertThat(json(first).path("totalAmount").asString()).isEqualTo("30.5");
        assertThat(json(again).path("id").asString())
                .isEqualTo(json(first).path("id").asString());
        assertThat(other.statusCode()).isEqualTo(409);
        assertThat(json(other).path("code").asString()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void everyErrorIsNamedAtOnceAndNothingIsStored() throws Exception {
        var answer = post(ours, BATCHES, UUID.randomUUID().toString(), BODY.formatted("1,234"));

        assertThat(answer.statusCode()).isEqualTo(422);
        assertThat(answer.headers().firstValue("Content-Type")).hasValue("application/problem+json");
        var error = json(answer).path("errors").path(0);
        assertThat(error.path("code").asString()).isEqualTo("AMOUNT_AMBIGUOUS");
        assertThat(error.path("row").asInt()).isEqualTo(2);
        assertThat(error.path("found").asString()).isEqualTo("1,234");
        assertThat(error.path("message").asString()).isNotBlank();
    }

    @Test
    void postWithoutIdempotencyKeyIsRefused() throws Exception {
        var answer = http.send(
                request(ours, BATCHES)
                        .header("Content-Type", "application/json")
                        .POST(BodyPublishers.ofString(BODY.formatted("5")))
                        .build(),
                BodyHandlers.ofString());

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asString()).isEqualTo("idempotency_key");
    }

    @Test
    void amountAsNumberIsRefusedBecauseItHasBeenADouble() throws Exception {
        var answer = post(
                ours, BATCHES, UUID.randomUUID().toString(), BODY.formatted("7").replace("\"7\"", "7"));

        assertThat(answer.statusCode()).isEqualTo(400);
        assertThat(json(answer).path("code").asString()).isEqualTo("field_not_text");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "/items",
                "/approval-request",
                "/events",
                "/report.pdf",
                "/items.csv",
                "/journal.csv",
                "/fiat.xml"
            })
    void batchOfAnotherOrganizationDoesNotExist(String tail) throws Exception {
        var answer = get(theirs, BATCHES + "/" + submitted() + tail);

        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/cancel", "/retry-failed"})
    void nobodyChangesABatchOfAnotherOrganization(String tail) throws Exception {
        var answer = post(
                theirs, BATCHES + "/" + submitted() + tail, UUID.randomUUID().toString(), "{}");

        assertThat(answer.statusCode()).isEqualTo(404);
    }

    @Test
    void aCancelRepeatedUnderItsKeyIsAnsweredAsTheFirstTime() throws Exception {
        var path = BATCHES + "/" + submitted() + "/cancel";
        var key = UUID.randomUUID().toString();
        var first = post(ours, path, key, "{}");
        var again = post(ours, path, key, "{}");
        var fresh = post(ours, path, UUID.randomUUID().toString(), "{}");
        var other = post(ours, BATCHES + "/" + submitted() + "/cancel", key, "{}");

        assertThat(first.statusCode()).as(first.body()).isEqualTo(200);
        assertThat(again.statusCode()).isEqualTo(200);
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(json(fresh).path("code").asString()).isEqualTo("already_over");
        assertThat(json(other).path("code").asString()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void rowsOfABatchAreReplacedWholeOrNotAtAll() throws Exception {
        var path = BATCHES + "/" + submitted() + "/items";
        var changed = put(ours, path, BODY.formatted("77"));
        assertThat(changed.statusCode()).as(changed.body()).isEqualTo(200);
        assertThat(json(changed).path("totalAmount").asString()).isEqualTo("87.5");
        assertThat(put(ours, path, BODY.formatted("-1")).statusCode()).isEqualTo(422);
        assertThat(put(theirs, path, BODY.formatted("1")).statusCode()).isEqualTo(404);
        assertThat(json(get(ours, path)).path("items")).hasSize(2);
    }

    @Test
    void eventsGoOnBehindTheLastOneSeen() throws Exception {
        var path = BATCHES + "/" + submitted() + "/events";
        get(ours, path.replace("/events", "/approval-request"));

        assertThat(firstEvent(path, "0")).contains("id: 1").contains("batch.created");
        assertThat(firstEvent(path, "1")).contains("id: 2").doesNotContain("id: 1");
    }

    /** Nobody rings here, so the numbers alone bring every event, each once, to a client that is cut off after each. */
    @Test
    @Timeout(value = 2, unit = TimeUnit.MINUTES)
    void twoWritersAndAClientCutOffAfterEachEventLoseNoneAndSeeNoneTwice() throws Exception {
        var batch = submitted();
        var path = BATCHES + "/" + batch + "/events";
        int each = 6;
        Callable<Void> writer = () -> {
            for (int i = 0; i < each; i++) {
                WEB.postgres()
                        .web()
                        .runInOrganization(
                                ours.orgId(),
                                dsl -> new BatchEvents(Clock.systemUTC())
                                        .append(dsl, ours.orgId(), UUID.fromString(batch), "test.written", Map.of()));
            }
            return null;
        };
        List<Long> seen = new ArrayList<>();
        try (var threads = Executors.newFixedThreadPool(2)) {
            var writing = List.of(threads.submit(writer), threads.submit(writer));
            while (seen.size() < 1 + 2 * each) {
                var event = firstEvent(path, seen.isEmpty() ? "0" : String.valueOf(seen.getLast()));
                seen.add(event.lines()
                        .filter(line -> line.startsWith("id: "))
                        .map(line -> Long.valueOf(line.substring(4)))
                        .findFirst()
                        .orElseThrow());
            }
            for (var one : writing) {
                one.get();
            }
        }
        assertThat(seen)
                .containsExactlyElementsOf(
                        LongStream.rangeClosed(1, 1 + 2L * each).boxed().toList());
    }

    private String firstEvent(String path, String last) throws IOException, InterruptedException {
        var answer = http.send(
                request(ours, path).header("Last-Event-ID", last).GET().build(), BodyHandlers.ofInputStream());
        try (InputStream stream = answer.body()) {
            var text = new StringBuilder();
            while (!text.toString().contains("data: ")) {
                text.append(new String(stream.readNBytes(1), StandardCharsets.UTF_8));
            }
            return text.toString();
        }
    }

    private String submitted() throws IOException, InterruptedException {
        var amount = String.valueOf(1 + Math.floorMod(UUID.randomUUID().hashCode(), 1_000_000));
        var answer = post(ours, BATCHES, UUID.randomUUID().toString(), BODY.formatted(amount));
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(202);
        return json(answer).path("id").asString();
    }

    private HttpResponse<String> get(Tenant tenant, String path) throws IOException, InterruptedException {
        return http.send(request(tenant, path).GET().build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> put(Tenant tenant, String path, String body) throws IOException, InterruptedException {
        return http.send(
                request(tenant, path)
                        .header("Content-Type", "application/json")
                        .PUT(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private HttpResponse<String> post(Tenant tenant, String path, String key, String body)
            throws IOException, InterruptedException {
        return http.send(
                request(tenant, path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(BodyPublishers.ofString(body))
                        .build(),
                BodyHandlers.ofString());
    }

    private static HttpRequest.Builder request(Tenant tenant, String path) {
        return HttpRequest.newBuilder(WEB.url().resolve(path)).header("Authorization", "Bearer " + tenant.key());
    }

    private static JsonNode json(HttpResponse<String> answer) {
        return JsonMapper.shared().readTree(answer.body());
    }
}
