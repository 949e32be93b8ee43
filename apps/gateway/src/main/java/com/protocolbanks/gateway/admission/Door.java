package com.protocolbanks.gateway.admission;

import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.pricing.Quote;
import com.protocolbanks.metering.Admission;
import com.protocolbanks.metering.Ceiling;
import com.protocolbanks.metering.ChannelState;
import com.protocolbanks.metering.HoldRequest;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.metering.Refusal;
import com.protocolbanks.metering.UsageMeter;
import com.protocolbanks.metering.vouchers.VoucherAnswer;
import com.protocolbanks.metering.vouchers.VoucherCheck;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentErrors;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Clock;
import java.time.Duration;
import java.util.Base64;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Lets a request in when what it can cost at most is held for it. */
public final class Door {
    /** How long a hold stands without a word of its request. */
    public static final Duration HOLD = Duration.ofMinutes(4);

    /** The whole answer to a request that is only authorized. */
    public static final String AUTHORIZED = "{\"authorized\":true}";

    private static final Hash32 AUTHORIZED_DIGEST = Digests.sha256(AUTHORIZED.getBytes(StandardCharsets.UTF_8));
    private static final Usage ONE = new Usage(0, 0, 0, 0, 1);
    private static final BigInteger MOST = BigInteger.valueOf(Ceiling.MOST);

    private final UsageMeter meter;
    private final VoucherCheck vouchers;
    private final Refusals refusals;
    private final DepositDesk deposits;
    private final Clock clock;
    private final Supplier<UUID> ids;

    /** What the door asks. */
    public record Parts(UsageMeter meter, VoucherCheck vouchers, Refusals refusals, DepositDesk deposits) {}

    public Door(Parts parts, Clock clock, Supplier<UUID> ids) {
        this.meter = parts.meter();
        this.vouchers = parts.vouchers();
        this.refusals = parts.refusals();
        this.deposits = parts.deposits();
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * Holds, with what the offer brings, the most the request can cost; or says why not.
     *
     * @param url of what is asked for, as the client sees it
     */
    public CompletionStage<Entry> admit(Quote quote, Request request, String url, Offer offer) {
        var asked = new Asked(quote, request, url);
        return switch (offer) {
            case Offer.None _ -> now(refusals.unpaid(wanted(asked)));
            case Offer.Unusable(var problem) -> now(new Entry.Refused(problem, null));
            case Offer.Window window -> {
                var ceiling = window.session().ceiling();
                yield hold(asked, ceiling, refusals.terms().tokens().getFirst(), window.requestId(), null);
            }
            case Offer.Voucher voucher -> byVoucher(asked, voucher);
        };
    }

    /** @param url of what is asked for, as the client sees it */
    private record Asked(Quote quote, Request request, String url) {}

    /** Put together only for those who have to be told. */
    private Refusals.Wanted wanted(Asked asked) {
        return refusals.wanted(asked.quote(), asked.url());
    }

    private CompletionStage<Entry> byVoucher(Asked asked, Offer.Voucher offer) {
        var payment = offer.payload().payment();
        var token = refusals.terms().token(payment.config().token());
        if (token.isEmpty()) {
            return now(refusals.failed("invalid_batch_settlement_evm_token_mismatch", wanted(asked)));
        }
        return switch (payment) {
            case Payment.Refund _ -> now(refusals.failed(PaymentErrors.REFUND_PAYLOAD, wanted(asked)));
            case Payment.VoucherPayment voucher -> checked(asked, offer, voucher, token.get(), null);
            case Payment.Deposit deposit -> byDeposit(asked, offer, deposit, token.get());
        };
    }

    /** The voucher is looked at first: nobody pays the chain for one that is wrong. */
    private CompletionStage<Entry> byDeposit(
            Asked asked, Offer.Voucher offer, Payment.Deposit deposit, BillingToken token) {
        if (vouchers.check(deposit.config(), deposit.voucher(), deposit.signature(), Mode.STRICT)
                instanceof VoucherAnswer.Invalid(var fault)) {
            return now(refusals.invalid(fault, wanted(asked)));
        }
        return deposits.bring(deposit).thenCompose(brought -> switch (brought) {
            case DepositDesk.Brought.In in -> checked(asked, offer, deposit, token, in.deposited());
            case DepositDesk.Brought.Pending _ -> now(refusals.pending(wanted(asked)));
            case DepositDesk.Brought.Failed(var error) -> now(refusals.failed(error, wanted(asked)));
            case DepositDesk.Brought.Refused(var refusal) -> now(refusals.refused(refusal, wanted(asked), null));
        });
    }

    private CompletionStage<Entry> checked(
            Asked asked,
            Offer.Voucher offer,
            Payment payment,
            BillingToken token,
            Entry.@Nullable Deposited deposited) {
        return switch (vouchers.check(payment.config(), payment.voucher(), payment.signature(), Mode.STRICT)) {
            case VoucherAnswer.Invalid(var fault) -> now(refusals.invalid(fault, wanted(asked)));
            case VoucherAnswer.Accepted(var ceiling) -> {
                var id = offer.requestId() == null ? derived(payment, asked.request()) : offer.requestId();
                yield hold(asked, ceiling, token, id, deposited);
            }
        };
    }

    /** The same voucher with the same request is the same request, sent again. */
    private static String derived(Payment payment, Request request) {
        var digest = Digests.begin();
        digest.update(payment.voucher().channelId().bytes());
        digest.update(payment.voucher().maxClaimable().toString().getBytes(StandardCharsets.US_ASCII));
        digest.update((" " + request.method() + " " + request.target() + " ").getBytes(StandardCharsets.UTF_8));
        digest.update(request.body());
        return "v-" + Base64.getUrlEncoder().withoutPadding().encodeToString(digest.digest());
    }

    private CompletionStage<Entry> hold(
            Asked asked,
            Ceiling ceiling,
            BillingToken token,
            @Nullable String id,
            Entry.@Nullable Deposited deposited) {
        var most = asked.quote().bound(token.decimals());
        if (most.compareTo(MOST) > 0) {
            return now(new Entry.Refused(Problem.badRequest("The request could cost more than can be metered."), null));
        }
        var draft = draft(asked, ceiling, id == null ? "g-" + ids.get() : id, most);
        var request = new HoldRequest(ceiling, clock.instant().plus(HOLD), draft);
        var admitting = asked.quote().target().isNowhere() ? meter.charge(request) : meter.hold(request);
        return admitting.thenCompose(admission -> switch (admission) {
            case Admission.Held(var state) ->
                now(new Entry.Admitted(ceiling, token, asked.quote(), draft, state, id != null, deposited));
            case Admission.Charged(var receipt, var state) ->
                now(new Entry.Charged(
                        new Entry.Admitted(ceiling, token, asked.quote(), draft, state, id != null, deposited),
                        receipt));
            case Admission.Repeated(var receipt) -> now(new Entry.Again(ceiling, receipt, draft));
            case Admission.InProgress _ ->
                now(new Entry.Refused(
                        new Problem(409, "request_in_progress", "A request of this id is still running.")
                                .with("retry-after", "1"),
                        null));
            case Admission.Refused(var refusal, var state) -> {
                var less = less(asked, ceiling, token, refusal, state);
                yield less.isPresent()
                        ? hold(less.get(), ceiling, token, id, deposited)
                        : now(refusals.refused(refusal, wanted(asked), state));
            }
        });
    }

    /** In a session, an answer may be made to fit into what is left; a voucher of its own names its price exactly. */
    private static Optional<Asked> less(
            Asked asked, Ceiling ceiling, BillingToken token, Refusal refusal, @Nullable ChannelState state) {
        if (refusal != Refusal.OUT_OF_MONEY
                || ceiling.mode() != Mode.WINDOW
                || state == null
                || asked.quote().outputLimit() != Long.MAX_VALUE) {
            return Optional.empty();
        }
        long underCeiling = ceiling.amount() - state.spent() - state.held();
        var left = BigInteger.valueOf(Math.max(0, Math.min(underCeiling, state.left())));
        return asked.quote()
                .within(left, token.decimals())
                .map(quote -> new Asked(quote, asked.request(), asked.url()));
    }

    private ReceiptBody draft(Asked asked, Ceiling ceiling, String id, BigInteger most) {
        boolean atOnce = asked.quote().target().isNowhere();
        return new ReceiptBody(
                ceiling.channelId(),
                id,
                clock.instant(),
                asked.quote().route(),
                asked.quote().demand().model(),
                Digests.sha256(asked.request().body()),
                atOnce ? AUTHORIZED_DIGEST : Hash32.ZERO,
                atOnce ? ONE : Usage.NONE,
                asked.quote().priceVersion(),
                most,
                atOnce ? most : BigInteger.ZERO,
                BigInteger.ZERO,
                atOnce ? Outcome.DELIVERED : Outcome.EXPIRED);
    }

    private static CompletionStage<Entry> now(Entry entry) {
        return CompletableFuture.completedFuture(entry);
    }
}
