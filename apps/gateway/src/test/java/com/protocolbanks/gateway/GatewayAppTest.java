package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.billing.usage.UsageSync;
import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.embedded.Cable;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.embedded.upstream.LocalUpstream;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.contract.AllowanceCollectorCalls;
import com.protocolbanks.x402.wire.Payment.VoucherPayment;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentPayload;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.json.JsonMapper;

/** The whole gateway on a real Postgres, Redis and chain: what stops it from starting, and a first paid request. */
class GatewayAppTest {
    private static final String PASSWORD = "not-a-secret";
    private static final Address RECEIVER = Address.of("0x00000000000000000000000000000000000000e1");
    private static final Address OPERATOR = Address.of("0x00000000000000000000000000000000000000e2");
    private static final SigningKey AGENT = SigningKey.of(Hash32.of(BigInteger.valueOf(4711)));
    private static final Address PAYER =
            SigningKey.of(Hash32.of(BigInteger.valueOf(4712))).address();
    private static final BigInteger MONEY = BigInteger.valueOf(1_000_000);

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    @TempDir
    Path temp;

    private LocalUpstream upstream;
    private Cable cable;
    private DatabaseUrl database;
    private URI rpc;

    @BeforeEach
    void allIsWell() throws IOException {
        upstream = LocalUpstream.start(0);
        cable = Cable.to(
                URI.create(postgres.url(Role.GATEWAY).jdbc().substring(5)).getPort());
        database = DatabaseUrl.of("postgresql://pb_gateway@127.0.0.1:" + cable.port()
                + URI.create(postgres.url(Role.GATEWAY).jdbc().substring(5)).getPath());
        rpc = LocalChainFixture.url();
        contracts(31337, SettlementDomain.CANONICAL);
        Files.writeString(temp.resolve("session.secret"), "5a".repeat(32));
        Files.writeString(temp.resolve("password"), PASSWORD);
        Keystore.create(temp.resolve("receipts.json"), AGENT, PASSWORD, new SecureRandom());
        Files.writeString(
                temp.resolve("upstreams.json"),
                "{\"search\": {\"url\": \"%s\", \"private\": true}}".formatted(upstream.url()));
    }

    @AfterEach
    void end() throws IOException {
        cable.close();
        upstream.close();
    }

    @Test
    void aFundedChannelPaysItsFirstRequestAndGoesOnWhilePostgresIsAway() {
        prices();
        sessionKey();
        var channel = fundedChannel();
        try (var app = GatewayApp.start(config())) {
            var gateway = URI.create("http://127.0.0.1:" + app.port());
            Eventually.isTrue(
                    "the store is open",
                    () -> Payer.send(HttpRequest.newBuilder(gateway.resolve("/healthz"))
                                            .build())
                                    .statusCode()
                            == 200);

            var answer = asked(gateway, channel, 10_000);
            assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
            var paid = Payer.response(answer).orElseThrow();
            assertThat(paid.charged()).isEqualTo(BigInteger.valueOf(10_000));
            assertThat(paid.payer()).isEqualTo(PAYER);
            assertThat(upstream.requests()).isEqualTo(1);

            cable.cut();
            assertThat(asked(gateway, channel, 20_000).statusCode()).isEqualTo(200);
            assertThat(asked(gateway, channel, 30_000).statusCode()).isEqualTo(200);
            cable.mend();
        }
        assertThat(takenOver()).isEqualTo(30_000);
    }

    /** @param ceiling of the voucher: the price more than the one before */
    private static HttpResponse<String> asked(URI gateway, ChannelConfig channel, long ceiling) {
        var ask = HttpRequest.newBuilder(gateway.resolve("/r/search/things"));
        var way = Payer.requirements(Payer.send(ask.build()));
        var voucher = new Voucher(domain().channelId(channel), BigInteger.valueOf(ceiling));
        var payment = new VoucherPayment(
                channel, voucher, AGENT.sign(domain().digest(voucher)).bytes());
        return Payer.send(ask.header(PaymentHeaders.SIGNATURE, new PaymentPayload(way, payment, null).toHeader())
                .build());
    }

    /** What the key used, once Postgres has what was metered while it was away. */
    private static BigInteger takenOver() {
        try (var sync = new UsageSync(
                postgres.worker(),
                redis.connection(),
                domain(),
                Clock.systemUTC(),
                new UsageSync.Settings("worker", Duration.ZERO))) {
            sync.round();
        }
        return new KeyBook(postgres.worker())
                .byPublicKey(AGENT.address())
                .orElseThrow()
                .used();
    }

    private static SettlementDomain domain() {
        return new SettlementDomain(
                new ChainId(31337), LocalChainFixture.contracts().billing().settlement());
    }

    private static void prices() {
        new PriceBooks(postgres.worker(), Clock.systemUTC()).publish("""
                {"unit": "USD", "routes": [
                  {"route": "search", "surface": "PLAIN", "models": {"*": {"perRequest": "0.01"}}}]}""");
    }

    private static void sessionKey() {
        postgres.administrator().acrossOrganizations(dsl -> {
            dsl.execute(
                    "insert into organizations (id, name, wallet_address, chain_id) values (?::uuid, 'Agents', ?, 31337)",
                    "00000000-0000-0000-0000-000000000001",
                    PAYER.lower());
            return dsl.execute(
                    """
                    insert into session_keys (org_id, public_key, limit_amount, expires_at, token, token_symbol,
                        token_decimals, token_eip712_name, token_eip712_version, nonce, routes, payers, grant_signature,
                        key_signature)
                    values (?::uuid, ?, 1, now() + interval '1 day', ?, 'USDC', 6, 'USDC', '2', decode(?, 'hex'),
                        array['search'], array[?], '', '')""",
                    "00000000-0000-0000-0000-000000000001",
                    AGENT.address().lower(),
                    token().lower(),
                    "11".repeat(32),
                    PAYER.lower());
        });
    }

    private static Address token() {
        return LocalChainFixture.contracts().token(DevelopmentToken.USDC);
    }

    private static ChannelConfig fundedChannel() {
        var channel = new ChannelConfig(PAYER, AGENT.address(), RECEIVER, OPERATOR, token(), 86_400, Hash32.ZERO);
        var collector = LocalChainFixture.contracts().billing().allowanceCollector();
        LocalChainFixture.contracts().mint(DevelopmentToken.USDC, PAYER, MONEY);
        var rpc = LocalChainFixture.rpc();
        rpc.ask("anvil_setBalance", PAYER.lower(), "0x56bc75e2d63100000");
        rpc.ask("anvil_impersonateAccount", PAYER.lower());
        send(token(), Erc20Calls.approve(collector, MONEY));
        send(collector, AllowanceCollectorCalls.deposit(channel, MONEY));
        return channel;
    }

    private static void send(Address to, byte[] data) {
        var rpc = LocalChainFixture.rpc();
        var hash = rpc.ask(
                        "eth_sendTransaction", Map.of("from", PAYER.lower(), "to", to.lower(), "data", Bytes.hex(data)))
                .asString();
        Eventually.isTrue(
                "mined", () -> rpc.ask("eth_getTransactionReceipt", hash).has("status"));
    }

    @Test
    void anEndpointThatDoesNotAnswer() {
        rpc = URI.create("http://127.0.0.1:" + FreePorts.next());
        assertRefused("does not answer", "ZETACHAIN_RPC_URL");
    }

    @Test
    void anEndpointOfAnotherChain() throws IOException {
        contracts(7001, SettlementDomain.CANONICAL);
        assertRefused("31337", "7001", "PB_CONTRACTS");
    }

    @Test
    void anAddressWithoutTheContract() throws IOException {
        contracts(31337, RECEIVER);
        assertRefused("no contract", "PB_CONTRACTS");
    }

    @Test
    void aRoleThatIsNotTheGateways() {
        database = postgres.url(Role.WEB);
        assertRefused("pb_web", "pb_gateway");
    }

    @Test
    void upstreamsThatCrossAPublicNetworkUnencrypted() throws IOException {
        Files.writeString(temp.resolve("upstreams.json"), "{\"search\": {\"url\": \"http://example.com\"}}");
        assertRefused("PB_UPSTREAMS", "https");
    }

    @Test
    void aSecretThatIsNone() throws IOException {
        Files.writeString(temp.resolve("session.secret"), "short");
        assertRefused("PB_SESSION_SECRET_FILE");
    }

    @Test
    void anEnvironmentThatLacksSomething() {
        assertThatThrownBy(() -> GatewayEnvironment.read(Map.of()))
                .isInstanceOf(StartRefused.class)
                .hasMessageContaining("is not set");
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(() -> GatewayApp.start(config()).close())
                .isInstanceOf(StartRefused.class)
                .satisfies(refused ->
                        assertThat(refused.getMessage()).contains(words).doesNotContain("\n", PASSWORD));
    }

    private GatewayConfig config() {
        return new GatewayConfig(
                new GatewayConfig.Stores(database, redis.url()),
                new GatewayConfig.Chain(rpc, temp.resolve("contracts.json"), RECEIVER),
                new GatewayConfig.Self(
                        "gateway-1",
                        temp.resolve("log"),
                        false,
                        temp.resolve("receipts.json"),
                        temp.resolve("password"),
                        temp.resolve("session.secret")),
                new GatewayConfig.Serving(
                        0,
                        URI.create("http://gateway.test/"),
                        URI.create("http://console.test"),
                        temp.resolve("upstreams.json"),
                        Optional.empty()));
    }

    private void contracts(long chainId, Address settlement) throws IOException {
        var json = JsonMapper.shared()
                .createObjectNode()
                .put("chainId", chainId)
                .put("operator", OPERATOR.toString())
                .put(
                        "batchSettlement",
                        settlement.equals(SettlementDomain.CANONICAL)
                                ? LocalChainFixture.contracts()
                                        .billing()
                                        .settlement()
                                        .toString()
                                : settlement.toString());
        json.putArray("billingTokens")
                .addObject()
                .put("symbol", "USDC")
                .put("address", token().toString())
                .put("decimals", 6)
                .put("name", "USDC")
                .put("version", "2");
        Files.writeString(temp.resolve("contracts.json"), json.toString());
    }
}
