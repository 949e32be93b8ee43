package com.protocolbanks.billing.settlement;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.BillingDeployment;
import com.protocolbanks.billing.House;
import com.protocolbanks.billing.Metered;
import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.KeySwitch;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.typeddata.TypedData;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.redis.ExpiringStore;
import com.protocolbanks.redis.JobStream;
import com.protocolbanks.x402.contract.DepositConsent;
import com.protocolbanks.x402.wire.DepositAuthorization;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentJson;
import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Deposits of stock clients, brought to a real chain. */
class DepositsTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private final SigningKey agent = House.newKey();
    private SettlingBench bench;
    private Deposits deposits;
    private House.Customer customer;
    private SessionKey key;
    private Metered channel;

    @BeforeEach
    void open() {
        bench = new SettlingBench(postgres, redis);
        deposits = deposits();
        customer = bench.house.customer();
        key = bench.house.key(customer, agent);
        channel = new Metered(key, agent, bench.receiver, bench.operator.address());
        LocalChainFixture.contracts().mint(DevelopmentToken.USDC, customer.wallet(), BigInteger.valueOf(10_000_000));
    }

    @AfterEach
    void close() {
        deposits.close();
        bench.close();
    }

    private Deposits deposits() {
        var deployment = new BillingDeployment(
                Metered.DOMAIN,
                bench.operator.address(),
                900,
                new BillingDeployment.Collectors(
                        SettlingBench.CONTRACTS.erc3009Collector(),
                        SettlingBench.CONTRACTS.permit2Collector(),
                        SettlingBench.CONTRACTS.allowanceCollector()),
                List.of(SettlingBench.USDC));
        return new Deposits(
                new Settlements.Parts(
                        postgres.worker(),
                        bench.sending,
                        SettlingBench.CONTRACTS.settlement(),
                        bench.house.clock,
                        UUID::randomUUID),
                bench.reader,
                new DepositTerms(deployment, bench.receiver),
                redis.connection(),
                "worker-" + UUID.randomUUID());
    }

    private Payment.Deposit deposit(Metered of, long units, SigningKey payer) {
        BigInteger amount = BigInteger.valueOf(units);
        var consent = new DepositConsent(
                of.id(),
                of.config().payer(),
                SettlingBench.USDC.address(),
                amount,
                SettlingBench.CONTRACTS.erc3009Collector());
        var domain = new TypedData.Domain("USDC", "2", House.CHAIN, SettlingBench.USDC.address());
        BigInteger until = BigInteger.valueOf(4_000_000_000L);
        Hash32 salt = House.nonce();
        var signature =
                payer.sign(consent.erc3009(domain, BigInteger.ZERO, until, salt).digest());
        var voucher = of.voucher(1_000);
        return new Payment.Deposit(
                new Payment.VoucherPayment(
                        of.config(), voucher.voucher(), voucher.signature().bytes()),
                amount,
                new DepositAuthorization.Erc3009(
                        BigInteger.ZERO, until, salt, new DepositAuthorization.Signed(Bytes.hex(signature.bytes()))));
    }

    /** By Permit2, which the payer has allowed to move its money. */
    private Payment.Deposit permitted(Metered of, long units, SigningKey payer) {
        BigInteger amount = BigInteger.valueOf(units);
        var collector = SettlingBench.CONTRACTS.permit2Collector();
        var token = SettlingBench.USDC.address();
        bench.call(payer.address(), token, Erc20Calls.approve(DepositConsent.PERMIT2, amount));
        BigInteger nonce = BigInteger.valueOf(77);
        BigInteger until = BigInteger.valueOf(4_000_000_000L);
        var digest = new DepositConsent(of.id(), payer.address(), token, amount, collector)
                .permit2Digest(House.CHAIN, nonce, until);
        var voucher = of.voucher(1_000);
        return new Payment.Deposit(
                new Payment.VoucherPayment(
                        of.config(), voucher.voucher(), voucher.signature().bytes()),
                amount,
                new DepositAuthorization.Permit2(
                        payer.address(),
                        token,
                        amount,
                        collector,
                        nonce,
                        until,
                        of.id(),
                        new DepositAuthorization.Signed(
                                Bytes.hex(payer.sign(digest).bytes()))));
    }

    @Test
    void aDepositSignedForPermit2FundsTheChannelOnce() {
        var deposit = permitted(channel, 3_000_000, customer.walletKey());
        var id = asked(deposit);
        deposits.take();
        var answer = answered(id);
        assertThat(answer.path("status").asString()).as(answer.toString()).isEqualTo("FINAL");
        assertThat(balance()).isEqualTo(3_000_000);

        var again = asked(deposit);
        deposits.take();
        assertThat(answered(again).path("status").asString()).isNotEmpty();
        assertThat(balance()).isEqualTo(3_000_000);
    }

    @Test
    void whoAsksAgainWhileItIsOnItsWayIsNotRefusedForWhatHappenedSince() {
        var deposit = deposit(channel, 5_000, customer.walletKey());
        var id = asked(deposit);
        deposits.take();
        bench.house.keys(KeySwitch.NONE).freeze(customer.caller().orgId(), key.id(), FreezeReason.MEMBER, "member:x");
        ask(id, deposit);
        deposits.take();
        assertThat(answer(id)).isEmpty();

        assertThat(answered(id).path("status").asString()).isEqualTo("FINAL");
        assertThat(balance()).isEqualTo(5_000);
    }

    private String asked(Payment.Deposit deposit) {
        String id = UUID.randomUUID().toString();
        ask(id, deposit);
        return id;
    }

    private static void ask(String id, Payment.Deposit deposit) {
        try (var stream =
                new JobStream(redis.connection(), UsageStream.DEPOSITS, UsageStream.DEPOSITS_GROUP, "gateway")) {
            stream.add(Map.of(
                            "id", id,
                            "c", deposit.voucher().channelId().hex(),
                            "payload", PaymentJson.write(deposit).toString(),
                            "f", PaymentJson.config(deposit.config()).toString()))
                    .orThrow();
        }
    }

    private static Optional<JsonNode> answer(String id) {
        assertThat(UsageStream.depositAnswer(id)).isEqualTo("pb:deposit:" + id);
        return new ExpiringStore(redis.connection(), "deposit")
                .get(id)
                .orThrow()
                .map(text -> JsonMapper.shared().readTree(text));
    }

    private JsonNode answered(String id) {
        return Eventually.gets(Eventually.PATIENCE, () -> {
            deposits.round();
            return answer(id).orElseThrow();
        });
    }

    private BigInteger balance() {
        return bench.reader
                .read(List.of(channel.id()))
                .values()
                .iterator()
                .next()
                .balance();
    }

    @Test
    void aStockClientsFirstRequestFundsItsChannel() {
        var id = asked(deposit(channel, 2_000_000, customer.walletKey()));
        assertThat(deposits.take()).isTrue();
        var answer = answered(id);

        assertThat(answer.path("status").asString()).as(answer.toString()).isEqualTo("FINAL");
        assertThat(answer.path("balance").asString()).isEqualTo("2000000");
        assertThat(answer.path("txHash").asString()).startsWith("0x");
        var known = new Channels(postgres.worker()).find(channel.id()).orElseThrow();
        assertThat(known.balance()).isEqualTo(2_000_000);
        assertThat(known.accepted()).isEqualTo(1_000);
        assertThat(known.config()).isEqualTo(channel.config());
    }

    @Test
    void theSameRequestAgainIsAnsweredAndDepositsNothing() {
        var deposit = deposit(channel, 2_000_000, customer.walletKey());
        var id = asked(deposit);
        deposits.take();
        answered(id);
        new ExpiringStore(redis.connection(), "deposit").remove(id).orThrow();
        ask(id, deposit);
        deposits.take();

        assertThat(answer(id).orElseThrow().path("status").asString()).isEqualTo("FINAL");
        assertThat(balance()).isEqualTo(2_000_000);
    }

    @Test
    void twoDepositsAddUp() {
        var first = asked(deposit(channel, 2_000_000, customer.walletKey()));
        var second = asked(deposit(channel, 500_000, customer.walletKey()));
        deposits.take();
        answered(first);
        answered(second);

        assertThat(balance()).isEqualTo(2_500_000);
    }

    @Test
    void whatAWorkerTookAndDidNotSendAnotherSends() {
        var id = asked(deposit(channel, 700, customer.walletKey()));
        try (var dead = deposits()) {
            dead.take();
        }

        assertThat(answered(id).path("status").asString()).isEqualTo("FINAL");
    }

    @Test
    void anAuthorizationThatIsNotThePayersFails() {
        var id = asked(deposit(channel, 2_000_000, House.newKey()));
        deposits.take();

        assertThat(answered(id).path("status").asString()).isEqualTo("FAILED");
        assertThat(new Channels(postgres.worker()).find(channel.id())).isEmpty();
    }

    @Test
    void depositsForOthersAreRefusedWithoutATransaction() {
        var toAnother = new Metered(key, agent, House.newKey().address(), bench.operator.address());
        var stranger = House.newKey();
        var ofStranger = new Metered(key, stranger, bench.receiver, bench.operator.address());
        var foreign = asked(deposit(toAnother, 100, customer.walletKey()));
        var unknown = asked(deposit(ofStranger, 100, customer.walletKey()));
        bench.house.keys(KeySwitch.NONE).freeze(customer.caller().orgId(), key.id(), FreezeReason.MEMBER, "member:x");
        var frozen = asked(deposit(channel, 100, customer.walletKey()));
        deposits.take();

        assertThat(answer(foreign).orElseThrow().path("error").asString()).isEqualTo("channel_not_ours");
        assertThat(answer(unknown).orElseThrow().path("error").asString()).isEqualTo("key_unknown");
        assertThat(answer(frozen).orElseThrow().path("error").asString()).isEqualTo("key_frozen");
    }
}
