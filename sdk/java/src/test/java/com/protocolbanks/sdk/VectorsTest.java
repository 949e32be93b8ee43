package com.protocolbanks.sdk;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.sdk.receipts.Finding;
import com.protocolbanks.sdk.receipts.ReceiptLedger;
import com.protocolbanks.sdk.receipts.SignedHead;
import com.protocolbanks.x402.grant.SessionKeyGrant;
import com.protocolbanks.x402.receipts.CoveredBytes;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.wire.ChannelTerms;
import com.protocolbanks.x402.wire.PaymentJson;
import com.protocolbanks.x402.wire.PaymentRequirements;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Both SDKs sign, count and find the same: tests/fixtures/agent-vectors.json. */
class VectorsTest {
    private static final JsonNode VECTORS = JsonMapper.shared()
            .readTree(Path.of(System.getProperty("pb.root", "../.."), "tests/fixtures/agent-vectors.json"));
    private static final ChainId CHAIN = new ChainId(VECTORS.path("chainId").asLong());
    private static final Hash32 CHANNEL = hash(VECTORS.path("channels").get(0), "channelId");

    static Stream<JsonNode> grants() {
        return each("grants");
    }

    @ParameterizedTest
    @MethodSource("grants")
    void grantsHaveOneDigestAndBothSignatures(JsonNode given) {
        var grant = new SessionKeyGrant(
                Address.of(given.path("org").asString()),
                Address.of(given.path("key").asString()),
                Address.of(given.path("token").asString()),
                number(given, "limit"),
                given.path("expiresAt").asLong(),
                StreamSupport.stream(given.path("routes").spliterator(), false)
                        .map(JsonNode::asString)
                        .toList(),
                hash(given, "nonce"));
        assertThat(grant.routesHash()).isEqualTo(hash(given, "routesHash"));
        assertThat(grant.digest(CHAIN)).isEqualTo(hash(given, "digest"));
        var signed = SignedGrant.of(grant, CHAIN, key("wallet"), key("agent"));
        assertThat(Bytes.hex(signed.wallet().bytes()))
                .isEqualTo(given.path("walletSignature").asString());
        assertThat(Bytes.hex(signed.key().bytes()))
                .isEqualTo(given.path("keySignature").asString());
    }

    static Stream<JsonNode> channels() {
        return each("channels");
    }

    @ParameterizedTest
    @MethodSource("channels")
    void channelsHaveTheirIdVouchersAndDeposit(JsonNode given) {
        var config = PaymentJson.config(given.path("config"));
        var deposit = given.path("deposit");
        var terms = new ChannelTerms(
                config.receiverAuthorizer(),
                config.withdrawDelay(),
                deposit.path("tokenName").asString(),
                deposit.path("tokenVersion").asString(),
                ChannelTerms.EIP_3009,
                null,
                null);
        var required = new PaymentRequirements(CHAIN, BigInteger.ONE, config.token(), config.receiver(), 3600, terms);
        var payer = new Payer(key("agent"), config.payer(), Optional.empty(), BigInteger.ZERO, config.salt());
        var payments = new Payments(required, payer);
        assertThat(payments.channelId()).isEqualTo(hash(given, "channelId"));
        for (var voucher : given.path("vouchers")) {
            assertThat(Bytes.hex(payments.voucher(number(voucher, "maxClaimableAmount"))
                            .signature()))
                    .isEqualTo(voucher.path("signature").asString());
        }
        assertThat(Payments.depositNonce(payments.channelId(), hash(deposit, "salt")))
                .isEqualTo(hash(deposit, "nonce"));
        long validBefore =
                deposit.path("now").asLong() + deposit.path("maxTimeoutSeconds").asLong();
        assertThat(payments.authorization(key("wallet"), number(deposit, "amount"), validBefore, hash(deposit, "salt"))
                        .signature()
                        .hex())
                .isEqualTo(deposit.path("signature").asString());
    }

    static Stream<JsonNode> windows() {
        return each("windows");
    }

    @ParameterizedTest
    @MethodSource("windows")
    void theCodeBindsTheWholeRequest(JsonNode given) {
        var request = new AgentRequest(
                given.path("requestId").asString(),
                given.path("method").asString(),
                given.path("path").asString(),
                Map.of(),
                given.path("body").asString().getBytes(StandardCharsets.UTF_8));
        byte[] secret = Base64.getUrlDecoder().decode(given.path("secret").asString());
        assertThat(WindowSignature.code(secret, request, given.path("at").asLong()))
                .isEqualTo(given.path("signature").asString());
    }

    @Test
    void ceilingsStayWithinTheExposure() {
        for (var given : VECTORS.path("ceilings")) {
            var next = new WindowSize(number(given, "step"), number(given, "exposure"))
                    .next(number(given, "signed"), number(given, "proven"), number(given, "needed"));
            assertThat(next.map(BigInteger::toString).orElse("null"))
                    .isEqualTo(given.path("next").asString("null"));
        }
    }

    @Test
    void thePaymentInAnAnswerOfMcpReadsNull() {
        for (var given : VECTORS.path("covered")) {
            var delivered = given.path("delivered").asString().getBytes(StandardCharsets.UTF_8);
            assertThat(new String(CoveredBytes.of(delivered), StandardCharsets.UTF_8))
                    .isEqualTo(given.path("covered").asString());
        }
    }

    static Stream<JsonNode> ledgers() {
        return each("ledgers");
    }

    @ParameterizedTest
    @MethodSource("ledgers")
    void ledgersFindWhatIsWrong(JsonNode given) {
        var domain = new HeadDomain(CHAIN, Address.of(VECTORS.path("contract").asString()));
        var ledger = new ReceiptLedger(domain, Set.of(key("gateway").address()), ReceiptChain.beginning(CHANNEL));
        given.path("asked")
                .properties()
                .forEach(one ->
                        ledger.asked(one.getKey(), Hash32.of(one.getValue().asString())));
        given.path("answered")
                .properties()
                .forEach(one ->
                        ledger.answered(one.getKey(), Hash32.of(one.getValue().asString())));
        given.path("receipts").forEach(ledger::showReceipt);
        given.path("heads").forEach(head -> ledger.head(SignedHead.read(head)));

        var verified = given.path("verified");
        assertThat(ledger.verified())
                .isEqualTo(new ReceiptChain(
                        CHANNEL, verified.path("seq").asLong(), number(verified, "spent"), hash(verified, "value")));
        assertThat(ledger.covered()).isEqualTo(given.path("covered").asLong());
        var all = new ArrayList<>(ledger.findings());
        all.addAll(ledger.gaps());
        List<String> expected = StreamSupport.stream(given.path("findings").spliterator(), false)
                .map(JsonNode::asString)
                .toList();
        assertThat(all.stream().map(VectorsTest::said)).containsExactlyInAnyOrderElementsOf(expected);
    }

    private static String said(Finding finding) {
        return switch (finding) {
            case Finding.Missing(long from, long to) -> "missing " + from + "-" + to;
            case Finding.Altered(long seq, var part) ->
                "altered " + seq + " " + part.name().toLowerCase(Locale.ROOT);
            case Finding.ChargedTwice(long seq, long first, String _) -> "double " + seq + " " + first;
            case Finding.Overcharged(long seq) -> "overcharged " + seq;
            case Finding.Stranger(long seq, var _) -> "stranger " + seq;
            case Finding.Fork(SignedHead one, SignedHead _) ->
                "fork " + one.chain().seq();
            case Finding.Unreadable(String _) -> "unreadable";
        };
    }

    private static Stream<JsonNode> each(String name) {
        return StreamSupport.stream(VECTORS.path(name).spliterator(), false);
    }

    private static SigningKey key(String name) {
        return SigningKey.of(hash(VECTORS.path("keys"), name));
    }

    private static Hash32 hash(JsonNode json, String name) {
        return Hash32.of(json.path(name).asString());
    }

    private static BigInteger number(JsonNode json, String name) {
        return new BigInteger(json.path(name).asString());
    }
}
