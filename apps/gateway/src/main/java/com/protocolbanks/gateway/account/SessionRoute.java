package com.protocolbanks.gateway.account;

import com.protocolbanks.gateway.admission.DepositDesk;
import com.protocolbanks.gateway.admission.Entry;
import com.protocolbanks.gateway.admission.Refusals;
import com.protocolbanks.gateway.admission.Terms;
import com.protocolbanks.gateway.errors.Dialect;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.http.Exchange;
import com.protocolbanks.gateway.http.Handler;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.metering.Acceptance;
import com.protocolbanks.metering.ChannelState;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.metering.Refusal;
import com.protocolbanks.metering.UsageMeter;
import com.protocolbanks.metering.sessions.SessionGrant;
import com.protocolbanks.metering.sessions.Sessions;
import com.protocolbanks.metering.vouchers.VoucherAnswer;
import com.protocolbanks.metering.vouchers.VoucherCheck;
import com.protocolbanks.x402.wire.MalformedPayment;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentErrors;
import com.protocolbanks.x402.wire.PaymentJson;
import java.math.BigInteger;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** Opens sessions, raises their ceilings, and says where they stand. */
public final class SessionRoute implements Handler {
    /** The longest a session lasts; a new one is opened with the same voucher. */
    private static final Duration LONGEST = Duration.ofHours(1);

    private final Parts parts;
    private final Caller caller;
    private final Clock clock;
    private final Refusals.Wanted wanted;

    /** What a session is made of. */
    public record Parts(
            Terms terms,
            Refusals refusals,
            VoucherCheck vouchers,
            UsageMeter meter,
            Sessions sessions,
            DepositDesk deposits) {}

    public SessionRoute(Parts parts, Clock clock, String publicUrl) {
        this.parts = parts;
        this.caller = new Caller(parts.sessions());
        this.clock = clock;
        this.wanted = new Refusals.Wanted(
                publicUrl + "/v1/session",
                "a session under a voucher",
                parts.terms().tokens().stream()
                        .map(token -> parts.terms().requirements(token, BigInteger.ZERO))
                        .toList());
    }

    @Override
    public void handle(Exchange exchange) {
        var answer = exchange.request().method().equals("POST") ? open(exchange.request()) : show(exchange.request());
        answer.whenComplete((ready, fault) -> exchange.loop().execute(() -> {
            if (!exchange.gone()) {
                exchange.answer(fault == null ? ready : Dialect.PLAIN.answer(Problem.storeUnsure()));
            }
        }));
    }

    private CompletionStage<Answer> show(Request request) {
        if (request.header("Authorization") == null) {
            return now(refusal(parts.refusals().unpaid(wanted)));
        }
        var session = caller.session(request);
        if (session.isEmpty()) {
            return now(Dialect.PLAIN.answer(Caller.OVER));
        }
        return parts.meter()
                .state(session.get().key(), session.get().channelId())
                .thenApply(state ->
                        state.map(SessionRoute::written).orElseGet(() -> Dialect.PLAIN.answer(Problem.storeUnsure())));
    }

    private static Answer written(ChannelState state) {
        long left = Math.max(0, state.limit() - state.keySpent() - state.keyHeld());
        var json = JsonMapper.shared()
                .createObjectNode()
                .put("limit", Long.toString(state.limit()))
                .put("spent", Long.toString(state.keySpent()))
                .put("held", Long.toString(state.keyHeld()))
                .put("left", Long.toString(left))
                .put("expiresAt", state.expiresAt().getEpochSecond())
                .put("frozen", state.frozen());
        json.putObject("channel")
                .put("channelId", state.channelId().hex())
                .put("balance", Long.toString(state.balance()))
                .put("accepted", Long.toString(state.accepted()))
                .put("spent", Long.toString(state.spent()))
                .put("held", Long.toString(state.held()))
                .put("seq", state.seq())
                .put("left", Long.toString(state.left()));
        return Caller.json(200, json);
    }

    private CompletionStage<Answer> open(Request request) {
        Payment payment;
        boolean signed;
        try {
            var body = JsonMapper.shared().readTree(request.body());
            payment = PaymentJson.read(body.path("payload"));
            signed = body.path("signed").asBoolean(false);
        } catch (MalformedPayment refused) {
            return now(Dialect.PLAIN.answer(
                    new Problem(400, refused.code(), Objects.requireNonNullElse(refused.getMessage(), ""))));
        } catch (JacksonException _) {
            return now(Dialect.PLAIN.answer(Problem.badRequest("The body is not JSON.")));
        }
        return switch (payment) {
            case Payment.Refund _ -> now(refusal(parts.refusals().failed(PaymentErrors.REFUND_PAYLOAD, wanted)));
            case Payment.VoucherPayment voucher -> accept(voucher, signed);
            case Payment.Deposit deposit -> deposit(deposit, signed);
        };
    }

    private CompletionStage<Answer> deposit(Payment.Deposit deposit, boolean signed) {
        if (parts.vouchers().check(deposit.config(), deposit.voucher(), deposit.signature(), Mode.WINDOW)
                instanceof VoucherAnswer.Invalid(var fault)) {
            return now(refusal(parts.refusals().invalid(fault, wanted)));
        }
        return parts.deposits().bring(deposit).thenCompose(brought -> switch (brought) {
            case DepositDesk.Brought.In _ -> accept(deposit, signed);
            case DepositDesk.Brought.Pending _ -> now(refusal(parts.refusals().pending(wanted)));
            case DepositDesk.Brought.Failed(var error) ->
                now(refusal(parts.refusals().failed(error, wanted)));
            case DepositDesk.Brought.Refused(var why) ->
                now(refusal(parts.refusals().refused(why, wanted, null)));
        });
    }

    private CompletionStage<Answer> accept(Payment payment, boolean signed) {
        return switch (parts.vouchers().check(payment.config(), payment.voucher(), payment.signature(), Mode.WINDOW)) {
            case VoucherAnswer.Invalid(var fault) ->
                now(refusal(parts.refusals().invalid(fault, wanted)));
            case VoucherAnswer.Accepted(var ceiling) ->
                parts.meter().accept(ceiling).thenApply(acceptance -> switch (acceptance) {
                    // An old voucher says who signed it once, not who sends it now.
                    case Acceptance.Accepted(var state)
                    when ceiling.amount() < state.accepted() ->
                        refusal(parts.refusals().refused(Refusal.CUMULATIVE_MISMATCH, wanted, state));
                    case Acceptance.Accepted(var state) ->
                        written(
                                parts.sessions()
                                        .open(ceiling.key(), ceiling.channelId(), ceiling.amount(), end(state), signed),
                                state);
                    case Acceptance.Refused(var why, var state) ->
                        refusal(parts.refusals().refused(why, wanted, state));
                });
        };
    }

    private Instant end(ChannelState state) {
        var longest = clock.instant().plus(LONGEST);
        return state.expiresAt().isBefore(longest) ? state.expiresAt() : longest;
    }

    private static Answer written(SessionGrant grant, ChannelState state) {
        ObjectNode json = JsonMapper.shared()
                .createObjectNode()
                .put("sessionToken", grant.token())
                .put("hmacSecret", grant.hmacSecret())
                .put("channelId", grant.session().channelId().hex())
                .put("acceptedMax", Long.toString(grant.session().acceptedMax()))
                .put("expiresAt", grant.session().expiresAt().getEpochSecond())
                .put("spent", Long.toString(state.spent()))
                .put("held", Long.toString(state.held()))
                .put("balance", Long.toString(state.balance()))
                .put("seq", state.seq());
        return Caller.json(200, json);
    }

    private static Answer refusal(Entry.Refused refused) {
        return Dialect.PLAIN.answer(refused.problem());
    }

    private static CompletionStage<Answer> now(Answer answer) {
        return CompletableFuture.completedFuture(answer);
    }
}
