package com.protocolbanks.gateway;

import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.usage.UsageStream;
import com.protocolbanks.embedded.upstream.InvoiceLine;
import com.protocolbanks.embedded.upstream.LocalUpstream;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.gateway.admission.DepositDesk;
import com.protocolbanks.gateway.admission.Terms;
import com.protocolbanks.gateway.http.EventLoops;
import com.protocolbanks.gateway.http.Limits;
import com.protocolbanks.gateway.pricing.Prices;
import com.protocolbanks.gateway.stores.RedisReplies;
import com.protocolbanks.gateway.stores.SeenCountries;
import com.protocolbanks.gateway.upstream.Patience;
import com.protocolbanks.gateway.upstream.Target;
import com.protocolbanks.gateway.upstream.Upstreams;
import com.protocolbanks.metering.ChannelState;
import com.protocolbanks.metering.OpenRequests;
import com.protocolbanks.metering.UsageMeter;
import com.protocolbanks.metering.Witness;
import com.protocolbanks.metering.keys.ChannelSource.OnChain;
import com.protocolbanks.metering.keys.KeySource.Kept;
import com.protocolbanks.metering.keys.KeyStore;
import com.protocolbanks.metering.keys.Sources;
import com.protocolbanks.metering.keys.StolenKeys;
import com.protocolbanks.metering.sessions.Sessions;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.MeterStore.Mark;
import com.protocolbanks.metering.vouchers.VoucherCheck;
import com.protocolbanks.redis.LoopScripts;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.wire.Payment.VoucherPayment;
import io.netty.handler.ssl.SslContext;
import java.math.BigInteger;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Gateways on a real Redis before a local provider, with keys and channels that a test makes up. */
final class GatewayBench implements AutoCloseable {
    static final SettlementDomain DOMAIN = new SettlementDomain(new ChainId(31337), SettlementDomain.CANONICAL);
    static final Address PAYER = account(8);
    static final Address RECEIVER = account(9);
    static final Address AUTHORIZER = account(10);
    static final BillingToken TOKEN = new BillingToken("USDC", account(7), 6, "USD Coin", "2");
    static final List<String> ROUTES =
            List.of("chat", "responses", "embeddings", "messages", "tools", "search", "feed", "gate");
    static final Patience PATIENCE = new Patience(
            Duration.ofSeconds(30), Duration.ofSeconds(5), Duration.ofSeconds(30), Duration.ofSeconds(10), 2048);

    final LocalUpstream upstream = LocalUpstream.start(0);
    final Map<Address, Kept> kept = new ConcurrentHashMap<>();
    final Map<Hash32, OnChain> chain = new ConcurrentHashMap<>();
    final List<Gateway> gateways = new ArrayList<>();
    private final List<StolenKeys> listening = new ArrayList<>();
    /** Each key's address and country, as they are written down. */
    final List<String> countries = new CopyOnWriteArrayList<>();

    Patience patience = PATIENCE;

    @Nullable
    SslContext tls;

    final UsageMeter meter;
    private final EventLoops loops = new EventLoops(2);
    private final RealRedis redis;
    private final LoopScripts scripts;
    private final Mark mark;

    GatewayBench(RealRedis redis) {
        this.redis = redis;
        scripts = LoopScripts.open(redis.url(), loops.group(), loops.socket());
        mark = new Mark(1, now(redis.connection().runId()).orThrow());
        for (String shard : UsageStream.shards()) {
            redis("return redis.call('SET', KEYS[1], ARGV[1])['ok']", UsageStream.key(shard, "epoch"), mark.toString());
        }
        meter = newMeter();
    }

    private UsageMeter newMeter() {
        var store = new MeterStore(scripts, new FixedEpoch(mark));
        var sources = new Sources(new BenchKeys(kept), channelId -> Optional.ofNullable(chain.get(channelId)), DOMAIN);
        var keys = new KeyStore(store, sources, Executors.newVirtualThreadPerTaskExecutor(), Clock.systemUTC());
        var journal = new BenchKeys.NoJournal();
        var witness = new Witness(store, journal);
        return new UsageMeter(
                store, keys, new UsageMeter.Memory(journal, witness, new OpenRequests()), Clock.systemUTC());
    }

    /** So many lines of the provider's invoice; it writes each after the answer's last byte. */
    List<InvoiceLine> invoiced(int lines) {
        Eventually.isTrue("invoiced", () -> upstream.invoice().size() >= lines);
        return upstream.invoice();
    }

    /** One more gateway; the agents' requests go to {@link #url}. */
    Gateway start() {
        return start(Limits.USUAL);
    }

    Gateway start(Limits limits) {
        var vouchers =
                new VoucherCheck(new VoucherCheck.Receiver(DOMAIN, RECEIVER, AUTHORIZER, 900, Set.of(TOKEN.address())));
        var terms = new Terms(DOMAIN.chainId(), RECEIVER, AUTHORIZER, 900, List.of(TOKEN));
        var settings = new Gateway.Settings(
                new InetSocketAddress(InetAddress.getLoopbackAddress(), 0),
                "http://gateway.test",
                "http://console.test/session-keys",
                tls,
                limits,
                patience,
                loops);
        var metering = new Gateway.Metering(
                newMeter(),
                vouchers,
                new Sessions(new byte[32], new SecureRandom(), Clock.systemUTC()),
                _ -> CompletableFuture.completedFuture(new DepositDesk.Brought.Pending()),
                new BenchKeys.NoHeads(),
                new RedisReplies(scripts),
                (_, _, _) -> CompletableFuture.completedFuture(List.of()),
                new SeenCountries(
                        Optional.of("country"), (key, country) -> countries.add(key + " " + country), Runnable::run),
                () -> true);
        var gateway = new Gateway(
                settings,
                terms,
                new Prices(upstreams(), BenchPrices::book),
                metering,
                new Gateway.Sources(Clock.systemUTC(), UUID::randomUUID));
        gateways.add(gateway);
        listening.add(StolenKeys.heardOver(redis.connection(), gateway::stolen));
        return gateway;
    }

    URI url(int gateway) {
        return URI.create("http://127.0.0.1:" + gateways.get(gateway).port());
    }

    private Upstreams upstreams() {
        var at = new HashMap<String, Target>();
        for (String route : ROUTES) {
            at.put(
                    route,
                    new Target(
                            false,
                            "127.0.0.1",
                            upstream.url().getPort(),
                            route.equals("tools") ? "/mcp" : "",
                            Map.of("authorization", "Bearer provider-key"),
                            true));
        }
        at.put("gate", Target.NOWHERE);
        return new Upstreams(at);
    }

    String redis(String script, String key, String... arguments) {
        return redis.connection()
                .run(RedisScript.returningText(script), List.of(key), List.of(arguments))
                .orThrow()
                .orElse("");
    }

    /** The store is another one now. */
    void loseMark() {
        for (String shard : UsageStream.shards()) {
            redis("return redis.call('SET', KEYS[1], ARGV[1])['ok']", UsageStream.key(shard, "epoch"), "lost");
        }
    }

    /** An agent whose key may spend the limit, on a channel with that deposit. */
    Agent agent(int number, long limit, long deposit) {
        var agent = new Agent(number);
        kept.put(agent.signer.address(), new Kept(key(agent.signer.address(), limit, 0, null), List.of()));
        chain.put(agent.channelId, new OnChain(deposit, 0, 0, 0));
        return agent;
    }

    static SessionKey key(Address address, long limit, long generation, @Nullable FreezeReason frozen) {
        var now = Clock.systemUTC().instant();
        return new SessionKey(
                UUID.nameUUIDFromBytes(address.bytes()),
                new UUID(0, 1),
                address,
                TOKEN,
                BigInteger.valueOf(limit),
                BigInteger.ZERO,
                now.plusSeconds(86_400),
                ROUTES,
                Set.of(PAYER),
                frozen != null,
                frozen,
                generation,
                0,
                now);
    }

    /** Who signs vouchers. */
    final class Agent {
        final SigningKey signer;
        final ChannelConfig config;
        final Hash32 channelId;

        private Agent(int number) {
            signer = SigningKey.of(Hash32.of(BigInteger.valueOf(number)));
            config =
                    new ChannelConfig(PAYER, signer.address(), RECEIVER, AUTHORIZER, TOKEN.address(), 900, Hash32.ZERO);
            channelId = DOMAIN.channelId(config);
        }

        VoucherPayment voucher(BigInteger amount) {
            var voucher = new Voucher(channelId, amount);
            return new VoucherPayment(
                    config, voucher, signer.sign(DOMAIN.digest(voucher)).bytes());
        }

        ChannelState state() {
            return now(meter.state(signer.address(), channelId)).orElseThrow();
        }
    }

    static <T> T now(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception fault) {
            throw new AssertionError(fault);
        }
    }

    private static Address account(int number) {
        return Address.of("0x" + String.format("%040x", number));
    }

    private record FixedEpoch(Mark known) implements MeterStore.Epoch {
        @Override
        public Optional<Mark> mark() {
            return Optional.of(known);
        }

        @Override
        public boolean hasRoom() {
            return true;
        }

        @Override
        public void doubt() {}
    }

    @Override
    public void close() {
        listening.forEach(StolenKeys::close);
        upstream.close();
        gateways.forEach(Gateway::close);
        scripts.close();
        loops.close();
    }
}
