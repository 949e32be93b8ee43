package com.protocolbanks.pb.standalone;

import com.protocolbanks.billing.prices.PriceBook;
import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.FreePorts;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.gateway.GatewayConfig;
import com.protocolbanks.pb.wallet.DevelopmentWallet;
import com.protocolbanks.web.WebApp;
import com.protocolbanks.web.WebConfig;
import com.protocolbanks.worker.WorkerConfig;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.contract.AllowanceCollectorCalls;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Optional;

/** Servers and pages, and what a worker needs to work for them. */
public final class Premises implements AutoCloseable {
    private static final SigningKey OPERATOR =
            SigningKey.of(Hash32.of(DevAccount.ALL.getFirst().privateKey()));

    /** How long approvals stand. */
    private static final Duration APPROVALS = Duration.ofDays(7);

    /** Whom agents pay: the one who runs the gateway. */
    static final Address RECEIVER = DevAccount.ALL.get(4).address();

    /** A minute in production; here somebody is watching. */
    static final Duration USAGE_SYNC = Duration.ofSeconds(5);

    private final Servers servers;
    private final LocalFiles files;
    private final WorkerConfig worker;
    private final WebApp web;

    private Premises(Servers servers, LocalFiles files, WorkerConfig worker, WebApp web) {
        this.servers = servers;
        this.files = files;
        this.worker = worker;
        this.web = web;
    }

    /**
     * Starts everything but a worker, or goes on with what the folder holds.
     *
     * @param port where the pages are served; 0 takes a free one
     */
    public static Premises open(Path folder, int port, LocalChain.Mining mining) {
        return open(folder, port, mining, Clock.systemUTC());
    }

    /** {@link #open(Path, int, LocalChain.Mining)}, with pages that take the time from that clock. */
    public static Premises open(Path folder, int port, LocalChain.Mining mining, Clock clock) {
        if (port != 0 && !FreePorts.isFree(port)) {
            throw new IllegalStateException(
                    "port " + port + " is taken by another program; name another with --port, or 0 for a free one");
        }
        int chosen = port == 0 ? FreePorts.next() : port;
        var servers = Servers.start(folder, mining);
        try {
            var files = new LocalFiles(folder, new SecureRandom());
            var contracts = files.contracts(servers.contracts(), OPERATOR.address(), APPROVALS);
            var web = WebApp.start(web(servers, files, contracts, new Listening(chosen, clock)));
            return new Premises(servers, files, worker(servers, files, contracts), web);
        } catch (RuntimeException e) {
            servers.close();
            throw e;
        }
    }

    private static WorkerConfig worker(Servers servers, LocalFiles files, Path contracts) {
        return new WorkerConfig(
                new WorkerConfig.Stores(servers.database(Role.WORKER), servers.redisUrl()),
                new WorkerConfig.Chain(servers.chainUrl(), List.of(), contracts),
                new WorkerConfig.Operator(files.keystore(OPERATOR), files.keystorePassword()),
                Optional.of(new WorkerConfig.Billing(RECEIVER, USAGE_SYNC)));
    }

    /** Where and when the pages are served. */
    private record Listening(int port, Clock clock) {}

    private static WebConfig web(Servers servers, LocalFiles files, Path contracts, Listening at) {
        return new WebConfig(
                new WebConfig.Stores(servers.database(Role.WEB), servers.redisUrl(), files.masterKey()),
                new WebConfig.Chain(servers.chainUrl(), contracts),
                URI.create("http://localhost:" + at.port()),
                at.port(),
                new WebConfig.Additions(
                        List.of(DevelopmentWallet.script(servers.chainUrl(), DevAccount.ALL.subList(1, 4))),
                        List.of(servers.chainUrl().toString()),
                        at.clock()));
    }

    public URI web() {
        return URI.create("http://localhost:" + web.port());
    }

    public Servers servers() {
        return servers;
    }

    /**
     * What a gateway of these premises is told.
     *
     * @param id its name, kept over restarts
     * @param port 0 takes a free one
     * @param provider where all its routes lead
     */
    public GatewayConfig gateway(String id, int port, URI provider, Collection<String> routes) {
        int chosen = port == 0 ? FreePorts.next() : port;
        return new GatewayConfig(
                new GatewayConfig.Stores(servers.database(Role.GATEWAY), servers.redisUrl()),
                new GatewayConfig.Chain(servers.chainUrl(), worker.chain().contracts(), RECEIVER),
                new GatewayConfig.Self(
                        id,
                        files.usageLog(id),
                        false,
                        files.receiptKeystore(),
                        files.keystorePassword(),
                        files.sessionSecret()),
                new GatewayConfig.Serving(
                        chosen,
                        URI.create("http://localhost:" + chosen),
                        web(),
                        files.upstreams(provider, routes),
                        Optional.empty()));
    }

    /** Publishes a price book, unless there is one; it says what the provider's routes cost. */
    public void prices(String book) {
        try (var database = Database.open(servers.database(Role.WORKER), 1)) {
            var books = new PriceBooks(database, Clock.systemUTC());
            if (books.current().equals(PriceBook.NONE)
                    && books.publish(book) instanceof PriceBooks.Published.Refused(var problems)) {
                throw new IllegalStateException("the price book is refused: " + problems);
            }
        }
    }

    /**
     * Puts a wallet's USDC into the channel of a key, by the wallet's own calls.
     *
     * @param units in its smallest unit
     */
    public void fundChannel(Address wallet, Address key, BigInteger units) {
        var contracts = servers.contracts();
        var usdc = contracts.token(DevelopmentToken.USDC);
        var collector = contracts.billing().allowanceCollector();
        var channel = channel(wallet, key);
        contracts.callAs(wallet, usdc, Erc20Calls.approve(collector, units));
        contracts.callAs(wallet, collector, AllowanceCollectorCalls.deposit(channel, units));
    }

    /** The channel that {@link #fundChannel} fills. */
    public ChannelConfig channel(Address wallet, Address key) {
        return new ChannelConfig(
                wallet,
                key,
                RECEIVER,
                OPERATOR.address(),
                servers.contracts().token(DevelopmentToken.USDC),
                LocalFiles.WITHDRAW_DELAY,
                Hash32.ZERO);
    }

    /** What a worker of these premises is told. */
    public WorkerConfig worker() {
        return worker;
    }

    @Override
    public void close() {
        web.close();
        servers.close();
    }
}
