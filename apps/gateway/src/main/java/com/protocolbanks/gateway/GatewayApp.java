package com.protocolbanks.gateway;

import com.protocolbanks.billing.BillingDeployment;
import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.billing.gateways.Gateways;
import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.billing.risk.KeyCountries;
import com.protocolbanks.billing.usage.ReceiptChains;
import com.protocolbanks.database.Database;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.gateway.admission.Terms;
import com.protocolbanks.gateway.http.EventLoops;
import com.protocolbanks.gateway.http.Limits;
import com.protocolbanks.gateway.pricing.Prices;
import com.protocolbanks.gateway.stores.ChainChannels;
import com.protocolbanks.gateway.stores.NewestHeads;
import com.protocolbanks.gateway.stores.RedisReplies;
import com.protocolbanks.gateway.stores.SeenCountries;
import com.protocolbanks.gateway.stores.StoredReceipts;
import com.protocolbanks.gateway.stores.StreamDeposits;
import com.protocolbanks.gateway.upstream.Patience;
import com.protocolbanks.metering.keys.KeySource;
import com.protocolbanks.metering.keys.Sources;
import com.protocolbanks.metering.keys.StolenKeys;
import com.protocolbanks.metering.log.Durability;
import com.protocolbanks.metering.log.LogName;
import com.protocolbanks.metering.log.UsageLog;
import com.protocolbanks.metering.receipts.ReceiptHeads;
import com.protocolbanks.metering.running.Metering;
import com.protocolbanks.metering.sessions.Sessions;
import com.protocolbanks.metering.vouchers.VoucherCheck;
import com.protocolbanks.redis.LoopScripts;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.x402.receipts.HeadDomain;
import java.net.InetSocketAddress;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import org.slf4j.LoggerFactory;

/** The AI billing gateway, running. */
public final class GatewayApp implements AutoCloseable {
    private static final int CONNECTIONS = 4;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final Duration ROUND = Duration.ofSeconds(10);
    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(2);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Clock clock = Clock.systemUTC();
    private final ExecutorService blocking = Executors.newVirtualThreadPerTaskExecutor();
    private final Gateway gateway;

    private GatewayApp(GatewayConfig config) {
        open.push(blocking);
        try {
            gateway = wire(config);
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    /** Connects, checks what it was given, and begins to serve; the caller closes what it gets. */
    public static GatewayApp start(GatewayConfig config) {
        return new GatewayApp(config);
    }

    /** Where it listens. */
    public int port() {
        return gateway.port();
    }

    private Gateway wire(GatewayConfig config) {
        var deployment = StartChecks.deployment(config.chain().contracts());
        var upstreams = StartChecks.upstreams(config.serving().upstreams());
        var secret = StartChecks.sessionSecret(config.self().sessionSecret());
        var tls = StartChecks.tls(config.serving().tls());
        var receiptKey = StartChecks.receiptKey(config.self());
        ChainClient chain = new JsonRpcChainClient(
                JsonRpcChainClient.http(CONNECT), config.chain().rpcUrl(), ANSWER);
        StartChecks.chain(chain, deployment);
        var database = opened(StartChecks.database(config.stores().database(), CONNECTIONS));
        var redis = opened(RedisConnection.open(config.stores().redisUrl()));
        var loops = opened(new EventLoops(Math.max(2, Runtime.getRuntime().availableProcessors())));
        var scripts = opened(LoopScripts.open(config.stores().redisUrl(), loops.group(), loops.socket()));
        var gateways = registered(config, database, receiptKey);
        var sources = new Sources(
                KeySource.of(new KeyBook(database), new Channels(database), new ReceiptChains(database)),
                new ChainChannels(chain, deployment.domain().contract()),
                deployment.domain());
        var metering = metering(config, redis, scripts, new Billing(sources, gateways));
        var books = new PriceBooks(database, clock);
        var prices = new Prices(upstreams, books::current);
        opened(Rounds.each(ROUND, () -> {
            prices.refresh();
            gateways.heartbeat(config.self().id());
        }));
        var serving = opened(new Gateway(
                new Gateway.Settings(
                        new InetSocketAddress(config.serving().port()),
                        bare(config.serving().publicUrl().toString()),
                        bare(config.serving().consoleUrl().toString()) + "/session-keys",
                        tls,
                        Limits.USUAL,
                        Patience.USUAL,
                        loops),
                terms(config, deployment),
                prices,
                parts(
                        new Stores(redis, scripts, database, sources, metering, receiptKey),
                        new Sessions(secret, new SecureRandom(), clock),
                        vouchers(config, deployment),
                        config.serving().countryHeader()),
                new Gateway.Sources(clock, UUID::randomUUID)));
        opened(StolenKeys.heardOver(redis, serving::stolen));
        return serving;
    }

    private Gateways registered(GatewayConfig config, Database database, SigningKey receiptKey) {
        var gateways = new Gateways(database, clock);
        StartChecks.register(
                gateways, config.self(), LogName.of(config.self().logFolder(), UUID::randomUUID), receiptKey.address());
        return gateways;
    }

    private record Billing(Sources sources, Gateways gateways) {}

    private Metering metering(GatewayConfig config, RedisConnection redis, LoopScripts scripts, Billing billing) {
        var log = opened(UsageLog.open(
                config.self().logFolder(), config.self().everyChargeOnDisk() ? Durability.STRICT : Durability.FAST));
        var metering = Metering.open(
                redis,
                scripts,
                billing.sources(),
                new Metering.Gateway(config.self().id(), log, billing.gateways().epochs()),
                clock);
        opened(() -> ended(config.self().id(), metering, billing.gateways()));
        return metering;
    }

    /**
     * Ends the meter, and says what only its log holds; without that a later rebuild waits for this gateway. A connection
     * that broke while it lay idle fails at once, and the next may be whole.
     */
    private void ended(String id, Metering metering, Gateways gateways) {
        metering.close();
        var until = clock.instant().plus(LONGEST_GOODBYE);
        for (int more = CONNECTIONS; true; more--) {
            try {
                metering.leftovers().ifPresent(leftovers -> gateways.ended(id, leftovers));
                return;
            } catch (RuntimeException away) {
                if (more == 0 || clock.instant().isAfter(until)) {
                    LoggerFactory.getLogger(GatewayApp.class)
                            .warn(
                                    "its end could not be written down; after a loss of Redis its log is waited for",
                                    away);
                    return;
                }
            }
        }
    }

    private record Stores(
            RedisConnection redis,
            LoopScripts scripts,
            Database database,
            Sources sources,
            Metering metering,
            SigningKey receiptKey) {}

    private Gateway.Metering parts(
            Stores stores, Sessions sessions, VoucherCheck vouchers, Optional<String> countryHeader) {
        var chains = new ReceiptChains(stores.database());
        var keys = new KeyBook(stores.database());
        var domain = stores.sources().domain();
        var heads = new NewestHeads(new ReceiptHeads(
                new ReceiptHeads.Ground(
                        stores.metering().store(), stores.metering().witness()),
                chains::upTo,
                new ReceiptHeads.Signing(stores.receiptKey(), new HeadDomain(domain.chainId(), domain.contract())),
                blocking,
                clock));
        return new Gateway.Metering(
                stores.metering().meter(),
                vouchers,
                sessions,
                new StreamDeposits(
                        stores.redis(),
                        new StreamDeposits.Books(
                                keys::byPublicKey,
                                stores.sources().chain(),
                                stores.metering().keys()),
                        blocking,
                        clock),
                heads,
                new RedisReplies(stores.scripts()),
                new StoredReceipts(
                        chains,
                        new StoredReceipts.Fresh(
                                stores.redis(), stores.metering().witness()),
                        blocking,
                        clock),
                new SeenCountries(countryHeader, new KeyCountries(stores.database(), clock)::note, blocking),
                () -> stores.metering().waitsFor().isEmpty());
    }

    private static Terms terms(GatewayConfig config, BillingDeployment deployment) {
        return new Terms(
                deployment.domain().chainId(),
                config.chain().receiver(),
                deployment.receiverAuthorizer(),
                deployment.withdrawDelay(),
                deployment.tokens());
    }

    private static VoucherCheck vouchers(GatewayConfig config, BillingDeployment deployment) {
        return new VoucherCheck(new VoucherCheck.Receiver(
                deployment.domain(),
                config.chain().receiver(),
                deployment.receiverAuthorizer(),
                deployment.withdrawDelay(),
                deployment.tokens().stream().map(token -> token.address()).collect(Collectors.toSet())));
    }

    private static String bare(String url) {
        return url.endsWith("/") ? url.substring(0, url.length() - 1) : url;
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Drains: what has been begun is answered and billed first, then the connections end. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of the gateway did not stop", e);
            }
        }
    }
}
