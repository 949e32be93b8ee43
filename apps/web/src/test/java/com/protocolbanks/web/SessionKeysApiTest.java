package com.protocolbanks.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.x402.grant.SessionKeyGrant;
import com.protocolbanks.x402.verify.HistoryLines;
import java.io.IOException;
import java.math.BigInteger;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

class SessionKeysApiTest {
    private static final String KEYS = "/api/v1/session-keys";
    private static final String RULES = "/api/v1/risk-rules";
    private static final ChainId CHAIN = new ChainId(31_337);
    private static final SecureRandom RANDOM = new SecureRandom();

    @RegisterExtension
    static final RunningWeb WEB = new RunningWeb();

    private static final SigningKey WALLET = SigningKey.generate(RANDOM);

    private static Tenant ours;
    private static Tenant theirs;

    private final HttpClient http = HttpClient.newHttpClient();
    private final SigningKey agent = SigningKey.generate(RANDOM);
    private final Instant expiry = Instant.now().plus(1, ChronoUnit.DAYS).truncatedTo(ChronoUnit.SECONDS);

    @BeforeAll
    static void foundTwoOrganizations() {
        ours = Tenant.found(WEB.postgres(), "Ours", WALLET.address());
        theirs = Tenant.found(
                WEB.postgres(), "Theirs", SigningKey.generate(RANDOM).address());
        new PriceBooks(WEB.postgres().worker(), Clock.systemUTC()).publish("""
                {"unit": "USD", "routes": [{"route": "chat", "surface": "CHAT", "models": {"small-1": {
                  "perMillionInput": "0.50", "perMillionOutput": "1.50", "maxOutputTokens": 4096}}}]}""");
    }

    private ObjectNode body() {
        var token = LocalChainFixture.contracts().token(DevelopmentToken.USDC);
        byte[] nonce = new byte[32];
        RANDOM.nextBytes(nonce);
        var grant = new SessionKeyGrant(
                WALLET.address(),
                agent.address(),
                token,
                BigInteger.valueOf(1_000_000),
                expiry.getEpochSecond(),
                List.of("chat"),
                new Hash32(nonce));
        var body = JsonMapper.shared()
                .createObjectNode()
                .put("publicKey", agent.address().toString())
                .put("token", "USDC")
                .put("limitAmount", "1.00")
                .put("expiresAt", expiry.toString());
        body.putArray("routes").add("chat");
        return body.put("nonce", grant.nonce().hex())
                .put("signature", Bytes.hex(WALLET.sign(grant.digest(CHAIN)).bytes()))
                .put("keySignature", Bytes.hex(agent.sign(grant.digest(CHAIN)).bytes()));
    }

    @Test
    void aKeyIsMadeOnceUnderItsIdempotencyKeyAndUnderItsNonce() throws Exception {
        var body = body();
        var once = UUID.randomUUID().toString();
        var first = post(ours, KEYS, once, body);
        var again = post(ours, KEYS, once, body);
        var underAnother = post(ours, KEYS, UUID.randomUUID().toString(), body);
        var other = post(ours, KEYS, once, body.put("expiresAt", expiry.getEpochSecond()));

        assertThat(first.statusCode()).as(first.body()).isEqualTo(201);
        assertThat(json(first).path("limitAmount").asString()).isEqualTo("1.000000");
        assertThat(json(first).path("currentUsage").asString()).isEqualTo("0.000000");
        assertThat(first.headers().firstValue("Location"))
                .hasValue(KEYS + "/" + json(first).path("id").asString());
        assertThat(again.body()).isEqualTo(first.body());
        assertThat(underAnother.body()).isEqualTo(first.body());
        assertThat(json(other).path("code").asString()).isEqualTo("idempotency_key_reused");
    }

    @Test
    void secondsOfUnixTimeAreATimeToo() throws Exception {
        var made = post(ours, KEYS, UUID.randomUUID().toString(), body().put("expiresAt", expiry.getEpochSecond()));

        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        assertThat(json(made).path("expiresAt").asString()).isEqualTo(expiry.toString());
    }

    @Test
    void aGrantThatWasNotSignedIsRefusedByTheFieldsThatAreWrong() throws Exception {
        var refused = post(ours, KEYS, UUID.randomUUID().toString(), body().put("limitAmount", "2.00"));

        assertThat(refused.statusCode()).isEqualTo(422);
        assertThat(json(refused).path("code").asString()).isEqualTo("session_key_refused");
        assertThat(json(refused).path("errors").values())
                .extracting(error -> error.path("column").asString())
                .containsExactlyInAnyOrder("signature", "keySignature");
        assertThat(json(refused).path("errors").path(0).path("message").asString())
                .contains(" ");
    }

    @ParameterizedTest
    @ValueSource(strings = {"publicKey", "token", "nonce", "signature", "keySignature", "expiresAt"})
    void aFieldThatIsMissingOrUnreadableIsNamed(String field) throws Exception {
        var without = post(ours, KEYS, UUID.randomUUID().toString(), body().without(List.of(field)));
        var wrong = post(ours, KEYS, UUID.randomUUID().toString(), body().put(field, "nonsense"));

        assertThat(without.statusCode()).isEqualTo(400);
        assertThat(wrong.statusCode()).isEqualTo(400);
        assertThat(json(wrong).path("detail").asString()).isEqualTo(field);
    }

    @Test
    void aLimitIsTextBecauseANumberHasBeenADouble() throws Exception {
        var refused = post(ours, KEYS, UUID.randomUUID().toString(), body().put("limitAmount", 1));

        assertThat(refused.statusCode()).isEqualTo(400);
        assertThat(json(refused).path("code").asString()).isEqualTo("field_not_text");
    }

    @Test
    void aFreezeHoldsUntilSomebodyEndsIt() throws Exception {
        var path = KEYS + "/" + made();
        var frozen = post(
                ours,
                path + "/freeze",
                UUID.randomUUID().toString(),
                JsonMapper.shared().createObjectNode().put("reason", "STOLEN"));
        assertThat(json(frozen).path("isFrozen").asBoolean()).as(frozen.body()).isTrue();
        assertThat(json(frozen).path("frozenReason").asString()).isEqualTo("STOLEN");
        var free = post(ours, path + "/unfreeze", UUID.randomUUID().toString(), null);
        assertThat(json(free).path("isFrozen").asBoolean()).as(free.body()).isFalse();
        assertThat(post(ours, path + "/settle", UUID.randomUUID().toString(), null)
                        .statusCode())
                .isEqualTo(202);

        var whole = json(get(ours, path));
        assertThat(whole.path("events").values())
                .extracting(event -> event.path("type").asString())
                .containsExactly("CREATED", "FROZEN", "UNFROZEN", "SETTLE_ASKED");
        assertThat(whole.path("channels")).isEmpty();
    }

    @Test
    void aRepeatedFreezeDoesNotFreezeAgainWhatWasFreedSince() throws Exception {
        var path = KEYS + "/" + made();
        var once = UUID.randomUUID().toString();
        post(ours, path + "/freeze", once, null);
        post(ours, path + "/unfreeze", UUID.randomUUID().toString(), null);
        post(ours, path + "/freeze", once, null);

        assertThat(json(get(ours, path)).path("key").path("isFrozen").asBoolean())
                .isFalse();
    }

    @Test
    void aKeyThatUsedNothingHasNeitherReceiptsNorUsage() throws Exception {
        var path = KEYS + "/" + made();

        assertThat(json(get(ours, path + "/receipts")).path("items")).isEmpty();
        assertThat(json(get(ours, path + "/usage?granularity=hour"))).isEmpty();
        assertThat(get(ours, path + "/receipts?after=nonsense").statusCode()).isEqualTo(400);
        var table = get(ours, path + "/receipts.csv");
        assertThat(table.headers().firstValue("Content-Disposition").orElse("")).startsWith("attachment");
        assertThat(table.body().lines()).hasSize(1);
        assertThat(get(ours, path + "/usage?granularity=century").statusCode()).isEqualTo(400);
        assertThat(json(get(ours, KEYS)).path("items").size()).isPositive();
    }

    @Test
    void aRuleIsSetSeenAndRemovedByItsOrganization() throws Exception {
        var body = JsonMapper.shared()
                .createObjectNode()
                .put("kind", "SPEND_PER_DAY")
                .put("most", "5.50");
        var once = UUID.randomUUID().toString();
        var set = post(ours, RULES, once, body);
        assertThat(set.statusCode()).as(set.body()).isEqualTo(201);
        assertThat(json(set).path("most").asString()).isEqualTo("5.5");
        assertThat(post(ours, RULES, once, body).body()).isEqualTo(set.body());
        var wrong = post(ours, RULES, UUID.randomUUID().toString(), body.put("kind", "SPEND_PER_CENTURY"));
        assertThat(wrong.statusCode()).isEqualTo(400);

        var path = RULES + "/" + json(set).path("id").asString();
        assertThat(json(get(theirs, RULES)).path("items")).isEmpty();
        assertThat(delete(theirs, path)).isEqualTo(404);
        assertThat(json(get(ours, RULES)).path("items")).hasSize(1);
        assertThat(delete(ours, path)).isEqualTo(204);
        assertThat(json(get(ours, RULES)).path("items")).isEmpty();
    }

    private int delete(Tenant tenant, String path) throws IOException, InterruptedException {
        return http.send(request(tenant, path).DELETE().build(), BodyHandlers.ofString())
                .statusCode();
    }

    @Test
    void aHistoryIsExportedInTheFormThatIsVerified() throws Exception {
        var lines = get(ours, KEYS + "/" + made() + "/history");
        var history = HistoryLines.read(lines.body().lines());

        assertThat(lines.headers().firstValue("Content-Type")).hasValue("application/x-ndjson");
        assertThat(history.domain().chainId()).isEqualTo(CHAIN);
        assertThat(history.channels()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "/receipts", "/receipts.csv", "/usage", "/history", "/channels/0x00/heads"})
    void aKeyOfAnotherOrganizationDoesNotExist(String tail) throws Exception {
        assertThat(get(theirs, KEYS + "/" + made() + tail).statusCode()).isEqualTo(404);
    }

    @ParameterizedTest
    @ValueSource(strings = {"/freeze", "/unfreeze", "/settle"})
    void nobodySwitchesAKeyOfAnotherOrganization(String tail) throws Exception {
        assertThat(post(theirs, KEYS + "/" + made() + tail, UUID.randomUUID().toString(), null)
                        .statusCode())
                .isEqualTo(404);
    }

    private String made() throws IOException, InterruptedException {
        var made = post(ours, KEYS, UUID.randomUUID().toString(), body());
        assertThat(made.statusCode()).as(made.body()).isEqualTo(201);
        return json(made).path("id").asString();
    }

    private HttpResponse<String> get(Tenant tenant, String path) throws IOException, InterruptedException {
        return http.send(request(tenant, path).GET().build(), BodyHandlers.ofString());
    }

    private HttpResponse<String> post(Tenant tenant, String path, String key, @Nullable ObjectNode body)
            throws IOException, InterruptedException {
        return http.send(
                request(tenant, path)
                        .header("Content-Type", "application/json")
                        .header("Idempotency-Key", key)
                        .POST(body == null ? BodyPublishers.noBody() : BodyPublishers.ofString(body.toString()))
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
