package com.protocolbanks.gateway.calls;

import com.protocolbanks.evm.Address;
import com.protocolbanks.gateway.admission.Entry.Admitted;
import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Exchange;
import com.protocolbanks.gateway.pricing.Quote;
import com.protocolbanks.gateway.surfaces.ApiSurface;
import com.protocolbanks.gateway.upstream.UpstreamCall;
import com.protocolbanks.gateway.upstream.UpstreamFault;
import com.protocolbanks.gateway.upstream.UpstreamListener;
import com.protocolbanks.gateway.upstream.UpstreamRequest;
import com.protocolbanks.metering.Mode;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http.HttpHeaders;
import io.netty.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One request that was let in, from its way upstream to its bill; everything happens on the client's event loop. */
public final class PaidCall implements UpstreamListener {
    private static final long DRAIN_SECONDS = 120;
    private static final long PROGRESS_SECONDS = 20;
    private static final long LOOK_MILLIS = 100;

    private final Desk desk;
    private final Asked asked;
    private final Exchange exchange;
    private final Bill bill;
    private @Nullable UpstreamCall upstream;
    private @Nullable Relay relay;
    private @Nullable Future<?> heartbeat;
    private @Nullable Future<?> drain;
    private boolean looking;
    private long looked;
    private boolean stolen;
    private boolean over;

    /** What was asked, and at what price. */
    public record Asked(ApiSurface surface, Quote quote, UpstreamRequest upstream) {}

    public PaidCall(Desk desk, Asked asked, Exchange exchange, Admitted admitted) {
        this.desk = desk;
        this.asked = asked;
        this.exchange = exchange;
        this.bill = new Bill(desk, asked.quote(), admitted, exchange.loop());
    }

    /** Passes the request on. */
    public void start() {
        if (exchange.gone()) {
            bill.release(UpstreamFault.UNREACHABLE);
            return;
        }
        desk.open().behindTheScenes(this);
        desk.running().began(key(), this);
        exchange.whenGone(this::clientGone);
        heartbeat = exchange.loop()
                .scheduleAtFixedRate(() -> look(true), PROGRESS_SECONDS, PROGRESS_SECONDS, TimeUnit.SECONDS);
        upstream = desk.upstream().send(exchange.loop(), asked.quote().target(), asked.upstream(), this);
        exchange.whenWritable(this::resume);
    }

    private void clientGone() {
        if (over) {
            return;
        }
        drain = exchange.loop().schedule(this::stopDraining, DRAIN_SECONDS, TimeUnit.SECONDS);
        resume();
        if (relay != null) {
            relay.gone();
        }
    }

    private void resume() {
        if (upstream != null) {
            upstream.resume();
        }
    }

    private void stopDraining() {
        if (!over && upstream != null) {
            upstream.cancel();
            failed(UpstreamFault.TIMEOUT);
        }
    }

    @Override
    public void head(int status, HttpHeaders headers) {
        var answer = new Head(status, headers);
        relay = answer.isEvents() && status < 300
                ? new EventAnswer(this, asked.surface().meter(exchange.request()), answer)
                : new WholeAnswer(this, answer);
        if (stolen) {
            endStolen();
        }
    }

    /** How the upstream's answer begins. */
    record Head(int status, HttpHeaders headers) {
        boolean isEvents() {
            var type = headers.get("content-type");
            return type != null && type.regionMatches(true, 0, "text/event-stream", 0, 17);
        }
    }

    @Override
    public void part(ByteBuf part) {
        var to = relay;
        if (to == null || over) {
            return;
        }
        to.part(part);
        if (!exchange.writable() && upstream != null) {
            upstream.pause();
        }
        if (exchange.begun()) {
            look(false);
        }
    }

    /** Asks the store whether the call may go on; between parts of a stream often, otherwise now and then. */
    private void look(boolean due) {
        long now = System.nanoTime();
        boolean settled = relay != null && relay.isBilled();
        if (looking || over || settled || (!due && now - looked < TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS))) {
            return;
        }
        looking = true;
        looked = now;
        long text = relay == null ? 0 : relay.textBytes();
        bill.progress(text)
                .whenComplete((goesOn, _) -> exchange.loop().execute(() -> {
                    looking = false;
                    if (Boolean.FALSE.equals(goesOn) && !over && relay != null) {
                        cancelUpstream();
                        relay.cut();
                    }
                }));
    }

    void cancelUpstream() {
        if (upstream != null) {
            upstream.cancel();
        }
    }

    @Override
    public void end() {
        if (relay != null && !over) {
            relay.end();
        }
    }

    @Override
    public void failed(UpstreamFault fault) {
        if (over) {
            return;
        }
        if (relay == null) {
            giveUp(fault);
        } else {
            relay.failed(fault);
        }
    }

    /** Nothing was delivered: nothing is charged. */
    void giveUp(UpstreamFault fault) {
        over();
        var problem = problemOf(fault);
        bill.release(fault)
                .whenComplete((_, _) -> exchange.loop().execute(() -> {
                    if (!exchange.gone()) {
                        exchange.answer(
                                Receipts.uncharged(asked.surface().dialect().answer(problem), bill));
                    }
                }));
    }

    private static Problem problemOf(UpstreamFault fault) {
        return switch (fault) {
            case TIMEOUT ->
                new Problem(504, "upstream_timeout", "The upstream did not answer in time; nothing was charged.");
            case UNREACHABLE, CUT ->
                new Problem(502, "upstream_unreachable", "The upstream gave no answer; nothing was charged.");
            case FORBIDDEN ->
                new Problem(
                        502, "upstream_unreachable", "The upstream's address may not be called; nothing was charged.");
            case BUSY ->
                new Problem(503, "upstream_unreachable", "The upstream is fully in use; nothing was charged.")
                        .with("retry-after", "1");
        };
    }

    /** The call has its bill, or will have it. */
    void over() {
        if (over) {
            return;
        }
        over = true;
        if (heartbeat != null) {
            heartbeat.cancel(false);
        }
        if (drain != null) {
            drain.cancel(false);
        }
        desk.running().ended(key(), this);
        desk.open().doneBehindTheScenes(this);
    }

    private Address key() {
        return bill.admitted().ceiling().key();
    }

    /** The key was frozen as stolen: a stream ends now, or when it begins; what is delivered whole is still delivered. */
    void stolen() {
        exchange.loop().execute(() -> {
            stolen = true;
            endStolen();
        });
    }

    private void endStolen() {
        if (!over && relay instanceof EventAnswer events && !events.isBilled()) {
            cancelUpstream();
            events.cut();
        }
    }

    /** Whether a stream is paid for before it begins: afterwards, only MCP has a place to say what was charged. */
    boolean isPaidBeforehand() {
        return bill.admitted().ceiling().mode() == Mode.STRICT
                && asked.surface().dialect() != Dialect.JSON_RPC;
    }

    Exchange exchange() {
        return exchange;
    }

    Asked asked() {
        return asked;
    }

    Bill bill() {
        return bill;
    }

    Desk desk() {
        return desk;
    }
}
