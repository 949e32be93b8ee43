package com.protocolbanks.gateway.operations;

import com.protocolbanks.gateway.calls.Watch;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.http.Exchange;
import com.protocolbanks.gateway.http.Handler;
import com.protocolbanks.gateway.http.OpenExchanges;
import com.protocolbanks.gateway.upstream.UpstreamFault;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Counts what is charged, given up and owed, and shows it in Prometheus' text form. */
public final class Figures implements Watch, Handler {
    private static final Logger LOG = LoggerFactory.getLogger(Figures.class);
    private static final String ROUTE = "route";

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
    private final Map<Kind, Counters> charged = new ConcurrentHashMap<>();

    private record Kind(String route, Outcome outcome) {}

    /** Looked up once: the registry sorts and compares labels each time it is asked. */
    private record Counters(Counter requests, Counter units) {}

    public Figures(OpenExchanges open) {
        Gauge.builder("gateway.requests.open", open, OpenExchanges::count).register(registry);
    }

    @Override
    public void settled(ReceiptBody body) {
        var kind = charged.computeIfAbsent(new Kind(body.route(), body.outcome()), this::counters);
        kind.requests().increment();
        kind.units().increment(body.charged().doubleValue());
        if (body.shortfall().signum() > 0) {
            registry.counter("gateway.shortfall.units", ROUTE, body.route())
                    .increment(body.shortfall().doubleValue());
            LOG.warn(
                    "request {} of route {} cost {} units more than was held",
                    body.requestId(),
                    body.route(),
                    body.shortfall());
        }
    }

    private Counters counters(Kind kind) {
        var outcome = kind.outcome().name().toLowerCase(Locale.ROOT);
        return new Counters(
                registry.counter("gateway.requests.charged", ROUTE, kind.route(), "outcome", outcome),
                registry.counter("gateway.charged.units", ROUTE, kind.route()));
    }

    @Override
    public void released(String route, UpstreamFault fault) {
        registry.counter(
                        "gateway.requests.released",
                        ROUTE,
                        route,
                        "fault",
                        fault.name().toLowerCase(Locale.ROOT))
                .increment();
    }

    @Override
    public void unsettled(ReceiptBody body) {
        registry.counter("gateway.settlements.repeated", ROUTE, body.route()).increment();
    }

    @Override
    public void handle(Exchange exchange) {
        exchange.answer(Answer.of(
                200,
                "text/plain; version=0.0.4; charset=utf-8",
                registry.scrape().getBytes(StandardCharsets.UTF_8)));
    }
}
