package com.protocolbanks.gateway;

import com.protocolbanks.billing.prices.Surface;
import com.protocolbanks.evm.Address;
import com.protocolbanks.gateway.account.ReceiptPages;
import com.protocolbanks.gateway.account.ReceiptRoutes;
import com.protocolbanks.gateway.account.SessionRoute;
import com.protocolbanks.gateway.admission.DepositDesk;
import com.protocolbanks.gateway.admission.Door;
import com.protocolbanks.gateway.admission.OfferReader;
import com.protocolbanks.gateway.admission.Refusals;
import com.protocolbanks.gateway.admission.Terms;
import com.protocolbanks.gateway.calls.Desk;
import com.protocolbanks.gateway.calls.RunningCalls;
import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.http.EventLoops;
import com.protocolbanks.gateway.http.HttpServer;
import com.protocolbanks.gateway.http.Limits;
import com.protocolbanks.gateway.http.OpenExchanges;
import com.protocolbanks.gateway.kept.Countries;
import com.protocolbanks.gateway.kept.Heads;
import com.protocolbanks.gateway.kept.Replies;
import com.protocolbanks.gateway.operations.Figures;
import com.protocolbanks.gateway.operations.HealthRoute;
import com.protocolbanks.gateway.pricing.Prices;
import com.protocolbanks.gateway.routes.FreeRate;
import com.protocolbanks.gateway.routes.ModelsRoute;
import com.protocolbanks.gateway.routes.PricedRoute;
import com.protocolbanks.gateway.routes.Router;
import com.protocolbanks.gateway.upstream.Patience;
import com.protocolbanks.gateway.upstream.UpstreamClient;
import com.protocolbanks.metering.UsageMeter;
import com.protocolbanks.metering.sessions.Sessions;
import com.protocolbanks.metering.vouchers.VoucherCheck;
import io.netty.handler.ssl.SslContext;
import java.net.InetSocketAddress;
import java.time.Clock;
import java.util.Set;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** The surfaces, the door and the server, put together. */
final class Gateway implements AutoCloseable {
    private static final Set<String> GET = Set.of("GET");
    private static final Set<String> POST = Set.of("POST");

    private final RunningCalls running = new RunningCalls();
    private final HttpServer server;

    /**
     * What counts and keeps money.
     *
     * @param isWhole whether the store of balances is known to be whole
     */
    record Metering(
            UsageMeter meter,
            VoucherCheck vouchers,
            Sessions sessions,
            DepositDesk deposits,
            Heads heads,
            Replies replies,
            ReceiptPages receipts,
            Countries countries,
            BooleanSupplier isWhole) {}

    /**
     * How the gateway is called and by what it keeps time.
     *
     * @param publicUrl how clients call it, without a slash at its end
     * @param registerAt where session keys are registered
     * @param tls null for plain HTTP
     * @param loops that carry its connections; ended by whoever made them
     */
    record Settings(
            InetSocketAddress address,
            String publicUrl,
            String registerAt,
            @Nullable SslContext tls,
            Limits limits,
            Patience patience,
            EventLoops loops) {}

    /** Time and chance. */
    record Sources(Clock clock, Supplier<UUID> ids) {}

    Gateway(Settings settings, Terms terms, Prices prices, Metering metering, Sources sources) {
        var open = new OpenExchanges();
        var figures = new Figures(open);
        var loops = settings.loops();
        var desk = new Desk(
                metering.meter(),
                metering.heads(),
                metering.replies(),
                new UpstreamClient(loops, settings.patience()),
                terms,
                figures,
                open,
                running,
                sources.clock());
        var refusals = new Refusals(terms, settings.registerAt());
        var door = new Door(
                new Door.Parts(metering.meter(), metering.vouchers(), refusals, metering.deposits()),
                sources.clock(),
                sources.ids());
        var shared = new PricedRoute.Shared(
                prices,
                new OfferReader(metering.sessions()),
                door,
                desk,
                new FreeRate(sources.clock()),
                metering.countries(),
                settings.publicUrl());
        var session = new SessionRoute(
                new SessionRoute.Parts(
                        terms,
                        refusals,
                        metering.vouchers(),
                        metering.meter(),
                        metering.sessions(),
                        metering.deposits()),
                sources.clock(),
                settings.publicUrl());
        var receipts = new ReceiptRoutes(metering.sessions(), metering.meter(), metering.heads(), metering.receipts());
        var router = priced(new Router(), shared)
                .at(GET, "/v1/receipts", Dialect.PLAIN, receipts::page)
                .below(GET, ReceiptRoutes.ONE, Dialect.PLAIN, receipts::one)
                .below(GET, ReceiptRoutes.HEADS, Dialect.PLAIN, receipts::head)
                .at(Set.of("GET", "POST"), "/v1/session", Dialect.PLAIN, session)
                .at(GET, "/v1/models", Dialect.OPENAI, new ModelsRoute(prices))
                .at(GET, "/healthz", Dialect.PLAIN, new HealthRoute(metering.isWhole()))
                .at(GET, "/metrics", Dialect.PLAIN, figures);
        this.server = new HttpServer(
                loops, settings.address(), settings.tls(), new HttpServer.Settings(settings.limits(), open), router);
    }

    private static Router priced(Router router, PricedRoute.Shared shared) {
        return router.at(POST, "/v1/chat/completions", Dialect.OPENAI, new PricedRoute(Surface.CHAT, shared))
                .at(POST, "/v1/responses", Dialect.OPENAI, new PricedRoute(Surface.RESPONSES, shared))
                .at(POST, "/v1/embeddings", Dialect.OPENAI, new PricedRoute(Surface.EMBEDDINGS, shared))
                .at(POST, "/v1/messages", Dialect.ANTHROPIC, new PricedRoute(Surface.MESSAGES, shared))
                .at(Set.of("GET", "POST", "DELETE"), "/mcp", Dialect.JSON_RPC, new PricedRoute(Surface.MCP, shared))
                .below(
                        Set.of("GET", "POST", "PUT", "PATCH", "DELETE"),
                        "/r/",
                        Dialect.PLAIN,
                        new PricedRoute(Surface.PLAIN, shared));
    }

    /** Ends the streams of a key that was frozen as stolen. */
    void stolen(Address key) {
        running.stolen(key);
    }

    int port() {
        return server.address().getPort();
    }

    /** Lets what has begun come to its end. */
    @Override
    public void close() {
        server.close();
    }
}
