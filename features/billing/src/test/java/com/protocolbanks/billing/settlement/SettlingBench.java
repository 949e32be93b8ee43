package com.protocolbanks.billing.settlement;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.Metered;
import com.protocolbanks.billing.channels.ChainChannel;
import com.protocolbanks.billing.channels.ChannelReader;
import com.protocolbanks.billing.channels.ChannelSwitch;
import com.protocolbanks.billing.channels.ChannelWatch;
import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.billing.keys.KeySwitch;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.billing.usage.UsageSync;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.embedded.anvil.AnvilRpc;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.evm.transaction.OperatorSigner;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.sending.ChainEndpoints;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.dialect.Geth;
import com.protocolbanks.sending.engine.SendingEngine;
import com.protocolbanks.x402.ClaimEntry;
import com.protocolbanks.x402.contract.AllowanceCollectorCalls;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/** Billing's settlement over a real database, store and chain, with an operator of its own. */
final class SettlingBench implements AutoCloseable {
    static final BillingToken USDC =
            new BillingToken("USDC", LocalChainFixture.contracts().token(DevelopmentToken.USDC), 6, "USD Coin", "2");
    static final LocalContracts.Billing CONTRACTS =
            LocalChainFixture.contracts().billing();
    private static final BigInteger GAS_MONEY = BigInteger.TEN.pow(19);

    final ChainClient chain = House.chain();
    final ChannelReader reader = new ChannelReader(chain, CONTRACTS.settlement());
    final House house;
    final SigningKey operator = House.newKey();
    final Address receiver = House.newKey().address();
    final SendingEngine sending;
    private final RealPostgres postgres;
    private final RealRedis redis;

    SettlingBench(RealPostgres postgres, RealRedis redis) {
        this.postgres = postgres;
        this.redis = redis;
        this.house = new House(postgres, List.of(USDC));
        LocalChainFixture.contracts().setBalance(operator.address(), GAS_MONEY);
        this.sending = engine();
        sending.start();
    }

    private SendingEngine engine() {
        var ports = new SendingPorts(
                House.CHAIN, new ChainEndpoints(chain, List.of()), new Geth(), postgres.worker(), Clock.systemUTC());
        return new SendingEngine(
                ports,
                SendingSettings.forCosmosEvm(),
                List.of(new OperatorSigner(operator, House.CHAIN, Set.of(CONTRACTS.settlement()))));
    }

    /** An organization's key with a channel that holds so much. */
    record Funded(House.Customer customer, SessionKey key, Metered channel) {}

    Funded funded(long deposit) {
        var customer = house.customer();
        var signer = House.newKey();
        var key = house.key(customer, signer);
        var channel = new Metered(key, signer, receiver, operator.address());
        var units = BigInteger.valueOf(deposit);
        var funded = new Funded(customer, key, channel);
        deposit(funded, units);
        return funded;
    }

    /** The payer deposits by itself, without asking anybody. */
    void deposit(Funded funded, BigInteger units) {
        var payer = funded.customer().wallet();
        LocalChainFixture.contracts().mint(DevelopmentToken.USDC, payer, units);
        call(payer, USDC.address(), Erc20Calls.approve(CONTRACTS.allowanceCollector(), units));
        call(
                payer,
                CONTRACTS.allowanceCollector(),
                AllowanceCollectorCalls.deposit(funded.channel().config(), units));
    }

    /** Sends a transaction of an account whose key need not be known, and waits until it is mined. */
    void call(Address from, Address to, byte[] data) {
        AnvilRpc rpc = LocalChainFixture.rpc();
        LocalChainFixture.contracts().setBalance(from, GAS_MONEY);
        rpc.ask("anvil_impersonateAccount", from.toString());
        String hash = rpc.ask(
                        "eth_sendTransaction",
                        Map.of("from", from.toString(), "to", to.toString(), "data", Bytes.hex(data)))
                .asString();
        Eventually.isTrue(
                "mined " + hash,
                () -> rpc.ask("eth_getTransactionReceipt", hash)
                        .path("status")
                        .asString("")
                        .equals("0x1"));
    }

    /** Has so many requests charged and taken over, under a voucher for the whole deposit. */
    void used(Funded funded, long ceiling, int requests, long units) {
        funded.channel().write(redis.connection(), funded.channel().voucher(ceiling));
        funded.channel().write(redis.connection(), funded.channel().charges(requests, units));
        sync();
    }

    void sync() {
        try (var sync = new UsageSync(
                postgres.worker(),
                redis.connection(),
                Metered.DOMAIN,
                house.clock,
                new UsageSync.Settings("worker-" + UUID.randomUUID(), Duration.ZERO))) {
            sync.round();
        }
    }

    Settlements settlements() {
        return settlements(reader);
    }

    /** @param reader how they see the chain */
    Settlements settlements(ChannelReader reader) {
        var signer = new ClaimSigner() {
            @Override
            public Address address() {
                return operator.address();
            }

            @Override
            public Signature sign(List<ClaimEntry> claims) {
                return operator.sign(Metered.DOMAIN.digest(claims));
            }
        };
        return new Settlements(
                new Settlements.Parts(
                        postgres.worker(), sending, CONTRACTS.settlement(), house.clock, UUID::randomUUID),
                reader,
                signer,
                SettlementSettings.USUAL);
    }

    ChannelWatch watch() {
        return watch(ChannelSwitch.NONE);
    }

    ChannelWatch watch(ChannelSwitch told) {
        return new ChannelWatch(
                postgres.worker(), chain, CONTRACTS.settlement(), house.keys(postgres.worker(), KeySwitch.NONE), told);
    }

    ChainChannel onChain(Funded funded) {
        return reader.read(List.of(funded.channel().id())).values().iterator().next();
    }

    List<Receipts.Claim> claims(Funded funded) {
        return new Receipts(postgres.web())
                .claims(funded.customer().caller().orgId(), funded.key().id());
    }

    BigInteger paid() {
        return LocalChainFixture.contracts().balance(DevelopmentToken.USDC, receiver);
    }

    @Override
    public void close() {
        sending.close();
    }
}
