package com.protocolbanks.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.gateways.Gateways;
import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.billing.usage.UsageSync;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.contract.AllowanceCollectorCalls;
import com.protocolbanks.x402.wire.Payment.VoucherPayment;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentPayload;
import java.math.BigInteger;
import java.net.URI;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** The whole gateway: a first paid request, and the next ones while Postgres is away. */
class GatewayAppTest extends GatewayGround {
    private static final Address PAYER =
            SigningKey.of(Hash32.of(BigInteger.valueOf(4712))).address();
    private static final BigInteger MONEY = BigInteger.valueOf(1_000_000);

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
        assertThat(waitedFor()).as("it ended, and Postgres has its log").isEmpty();
    }

    /** The gateways whose logs a rebuild would wait for now. */
    private static List<String> waitedFor() {
        try (var gateways = Database.open(postgres.url(Role.GATEWAY), 1)) {
            var epochs = new Gateways(gateways, Clock.systemUTC()).epochs();
            return epochs.fence(epochs.current().orElseThrow().number(), "another run")
                    .missing();
        }
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
}
