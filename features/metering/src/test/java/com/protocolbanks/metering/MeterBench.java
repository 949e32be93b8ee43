package com.protocolbanks.metering;

import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.fixtures.SettableClock;
import com.protocolbanks.metering.keys.ChannelSource.OnChain;
import com.protocolbanks.metering.keys.KeySource;
import com.protocolbanks.metering.keys.KeySource.Kept;
import com.protocolbanks.metering.keys.KeyStore;
import com.protocolbanks.metering.keys.Sources;
import com.protocolbanks.metering.store.MeterStore;
import com.protocolbanks.metering.store.MeterStore.Mark;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.redis.ScriptRunner;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One meter on a real Redis, with keys and channels that a test makes up. */
public final class MeterBench {
    public static final Instant NOW = Instant.parse("2026-03-01T12:00:00Z");
    public static final SettlementDomain DOMAIN = new SettlementDomain(new ChainId(31337), SettlementDomain.CANONICAL);
    public static final Address TOKEN = account(7);
    public static final Address PAYER = account(8);
    public static final Address RECEIVER = account(9);
    public static final Address AUTHORIZER = account(10);
    public static final String ROUTE = "chat";

    public final SettableClock clock = new SettableClock(NOW);
    public final List<Journal.Entry> journal = Collections.synchronizedList(new ArrayList<>());
    public final Map<Address, Kept> kept = new ConcurrentHashMap<>();
    public final Map<Hash32, OnChain> chain = new ConcurrentHashMap<>();
    /** Receipts that Postgres has. */
    public final List<UsageReceipt> receipts = Collections.synchronizedList(new ArrayList<>());

    public final Sources sources =
            new Sources(new Books(), channelId -> Optional.ofNullable(chain.get(channelId)), DOMAIN);
    public final RedisConnection redis;
    public final Mark mark;
    public final MeterStore store;
    public final Witness witness;
    public final UsageMeter meter;

    /** A store that is known to be whole. */
    public MeterBench(RealRedis redis) {
        this(redis.connection());
    }

    public MeterBench(RedisConnection redis) {
        this.redis = redis;
        mark = new Mark(1, now(redis.runId()).orThrow());
        mark(mark);
        store = new MeterStore(redis, new FixedEpoch(mark));
        witness = new Witness(store, new Noted());
        meter = new UsageMeter(
                store,
                new KeyStore(store, sources, Executors.newVirtualThreadPerTaskExecutor(), clock),
                new UsageMeter.Memory(new Noted(), witness, new OpenRequests()),
                clock);
    }

    /** A gateway of the same house on a line of its own to the store. */
    public UsageMeter meterOver(ScriptRunner line) {
        var over = new MeterStore(line, new FixedEpoch(mark));
        return new UsageMeter(
                over,
                new KeyStore(over, sources, Executors.newVirtualThreadPerTaskExecutor(), clock),
                new UsageMeter.Memory(new Noted(), new Witness(over, new Noted()), new OpenRequests()),
                clock);
    }

    /** Writes the mark into every shard. */
    public final void mark(Mark mark) {
        ShardKeys.all()
                .forEach(shard -> redis("return redis.call('SET', KEYS[1], ARGV[1])", shard.epoch(), mark.toString()));
    }

    public String redis(String script, String key, String... arguments) {
        return redis.run(RedisScript.returningText(script), List.of(key), List.of(arguments))
                .orThrow()
                .orElse("");
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

    /** Keys, channels and receipts that Postgres has. */
    private final class Books implements KeySource {
        @Override
        public Optional<Kept> find(Address key) {
            return Optional.ofNullable(kept.get(key));
        }

        @Override
        public Optional<Address> keyOf(Hash32 channelId) {
            return kept.values().stream()
                    .flatMap(one -> one.channels().stream())
                    .filter(channel -> channel.channelId().equals(channelId))
                    .map(channel -> channel.config().payerAuthorizer())
                    .findFirst();
        }

        @Override
        public List<UsageReceipt> beyond(Hash32 channelId, long seq) {
            return receipts.stream()
                    .filter(one -> one.body().channelId().equals(channelId) && one.seq() > seq)
                    .toList();
        }

        @Override
        public void since(SessionKey key, Instant from, Consumer<List<UsageReceipt>> reader) {
            var channels = Objects.requireNonNull(kept.get(key.publicKey())).channels().stream()
                    .map(KnownChannel::channelId)
                    .toList();
            reader.accept(receipts.stream()
                    .filter(one -> channels.contains(one.body().channelId())
                            && !one.body().at().isBefore(from))
                    .toList());
        }
    }

    private final class Noted implements Journal {
        @Override
        public CompletionStage<Void> append(Entry entry) {
            journal.add(entry);
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public CompletionStage<Void> appendCharge(Entry.Charged charge, long epoch) {
            return append(charge);
        }

        @Override
        public CompletionStage<Void> written() {
            return CompletableFuture.completedFuture(null);
        }

        @Override
        public boolean isWritable() {
            return true;
        }
    }

    /** A key with one funded channel. */
    public final class Agent {
        public final SigningKey signer;
        public final ChannelConfig config;
        public final Hash32 channelId;

        private final int number;
        private final UsageMeter meter;

        private Agent(int number, UsageMeter meter) {
            this.number = number;
            this.meter = meter;
            signer = SigningKey.of(Hash32.of(BigInteger.valueOf(number)));
            config = new ChannelConfig(PAYER, signer.address(), RECEIVER, AUTHORIZER, TOKEN, 900, Hash32.ZERO);
            channelId = DOMAIN.channelId(config);
        }

        /** The same agent at another gateway. */
        public Agent at(UsageMeter other) {
            return new Agent(number, other);
        }

        public Address key() {
            return signer.address();
        }

        /** Up to where the channel may be spent, by a voucher. */
        public Ceiling ceiling(Mode mode, long amount) {
            var voucher = new Voucher(channelId, BigInteger.valueOf(amount));
            return new Ceiling(
                    key(), channelId, mode, amount, new Ceiling.Proof(config, signer.sign(DOMAIN.digest(voucher))));
        }

        public Ceiling session(long amount) {
            return new Ceiling(key(), channelId, Mode.WINDOW, amount, null);
        }

        public Admission hold(Ceiling ceiling, String requestId, long amount) {
            return now(
                    meter.hold(new HoldRequest(ceiling, clock.instant().plusSeconds(60), body(requestId, amount, 0))));
        }

        public ReceiptBody body(String requestId, long held, long charged) {
            return new ReceiptBody(
                    channelId,
                    requestId,
                    clock.instant(),
                    ROUTE,
                    "model",
                    Hash32.ZERO,
                    Hash32.ZERO,
                    Usage.NONE,
                    1,
                    BigInteger.valueOf(held),
                    BigInteger.valueOf(charged),
                    BigInteger.ZERO,
                    Outcome.DELIVERED);
        }

        public UsageReceipt settle(String requestId, long held, long charged) {
            return now(meter.settle(key(), body(requestId, held, charged))).orElseThrow();
        }

        public ChannelState state() {
            return now(meter.state(key(), channelId)).orElseThrow();
        }
    }

    /** An agent whose key may spend the limit, on a channel with that deposit. */
    public Agent agent(int number, long limit, long deposit) {
        var agent = new Agent(number, meter);
        kept.put(agent.key(), new Kept(key(agent.key(), limit, 0, null), List.of()));
        chain.put(agent.channelId, new OnChain(deposit, 0, 0, 0));
        return agent;
    }

    public static SessionKey key(Address address, long limit, long generation, @Nullable FreezeReason frozen) {
        return new SessionKey(
                UUID.nameUUIDFromBytes(address.bytes()),
                new UUID(0, 1),
                address,
                new BillingToken("USDC", TOKEN, 6, "USD Coin", "2"),
                BigInteger.valueOf(limit),
                BigInteger.ZERO,
                NOW.plusSeconds(86_400),
                List.of(ROUTE, "search"),
                Set.of(PAYER),
                frozen != null,
                frozen,
                generation,
                0,
                NOW);
    }

    public static <T> T now(CompletionStage<T> stage) {
        try {
            return stage.toCompletableFuture().get(30, TimeUnit.SECONDS);
        } catch (Exception fault) {
            throw new AssertionError(fault);
        }
    }

    static Address account(int number) {
        return Address.of("0x" + String.format("%040x", number));
    }
}
