package com.protocolbanks.gateway.admission;

import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.pricing.Quote;
import com.protocolbanks.metering.ChannelState;
import com.protocolbanks.metering.Refusal;
import com.protocolbanks.metering.vouchers.VoucherFault;
import com.protocolbanks.x402.wire.PaymentErrors;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentRequired;
import com.protocolbanks.x402.wire.PaymentRequirements;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Says why a request is not let in, and how it could be. */
public final class Refusals {
    private static final String SCHEME_PREFIX = "invalid_batch_settlement_evm_";

    private final Terms terms;
    private final String registerAt;

    /** @param registerAt where a session key is registered, shown to those whose key is not */
    public Refusals(Terms terms, String registerAt) {
        this.terms = terms;
        this.registerAt = registerAt;
    }

    Terms terms() {
        return terms;
    }

    /** What is paid for, and the most it costs in each token. */
    public record Wanted(String url, String description, List<PaymentRequirements> ways) {
        public Wanted {
            ways = List.copyOf(ways);
        }
    }

    Wanted wanted(Quote quote, String url) {
        String streamed =
                quote.demand().stream() ? "; a stream paid by a single voucher is charged this whole amount" : "";
        return new Wanted(
                url,
                quote.route() + " " + quote.demand().model() + ", at most the amount" + streamed,
                terms.tokens().stream()
                        .map(token -> terms.requirements(token, quote.bound(token.decimals())))
                        .toList());
    }

    /** Nothing was paid. */
    public Entry.Refused unpaid(Wanted wanted) {
        return required(
                new Problem(
                        402, "payment_required", "This costs money: pay as PAYMENT-REQUIRED says, or open a session."),
                "payment_required",
                wanted,
                null);
    }

    /** The voucher itself is wrong. */
    public Entry.Refused invalid(VoucherFault fault, Wanted wanted) {
        String word = fault == VoucherFault.INVALID_VOUCHER_SIGNATURE ? "voucher_signature" : fault.code();
        return failed(SCHEME_PREFIX + word, wanted);
    }

    /** A payment that is understood and cannot be taken. */
    public Entry.Refused failed(String error, Wanted wanted) {
        return required(
                new Problem(402, "invalid_payment", "The payment is not taken: " + error + "."), error, wanted, null);
    }

    /** The meter's refusal. */
    public Entry.Refused refused(Refusal refusal, Wanted wanted, @Nullable ChannelState state) {
        return switch (refusal) {
            case OUT_OF_MONEY ->
                required(
                        new Problem(402, refusal.code(), "The voucher, the deposit or the key's limit is used up."),
                        refusal.code(),
                        wanted,
                        state);
            case CUMULATIVE_MISMATCH ->
                required(
                        new Problem(
                                402,
                                refusal.code(),
                                "The voucher is not for what was charged so far and this request."),
                        PaymentErrors.CUMULATIVE_MISMATCH,
                        wanted,
                        state);
            case CHANNEL_UNKNOWN ->
                required(
                        new Problem(402, refusal.code(), "The channel has no deposit."),
                        PaymentErrors.CHANNEL_NOT_FOUND,
                        wanted,
                        state);
            case CHANNEL_BUSY ->
                plain(
                        refusal,
                        "Another request of this channel is running; vouchers of their own go one after the other.");
            case KEY_FROZEN -> plain(refusal, "The session key is frozen.");
            case KEY_EXPIRED -> plain(refusal, "The session key has expired.");
            case KEY_UNKNOWN ->
                plain(refusal, "The key that signs the vouchers is no session key; register it at " + registerAt + ".");
            case ROUTE_NOT_ALLOWED -> plain(refusal, "The session key does not allow this route.");
            case PAYER_NOT_ALLOWED ->
                plain(refusal, "The channel's payer is not listed on the session key; list it at " + registerAt + ".");
            case RATE_LIMITED -> plain(refusal, "The session key's rate is used up for now.");
            case STORE_UNSURE -> new Entry.Refused(Problem.storeUnsure(), null);
        };
    }

    private static Entry.Refused plain(Refusal refusal, String message) {
        boolean later = refusal.status() == 409 || refusal.status() == 429;
        return new Entry.Refused(
                new Problem(refusal.status(), refusal.code(), message, later ? Map.of("retry-after", "1") : Map.of()),
                null);
    }

    private Entry.Refused required(Problem problem, String error, Wanted wanted, @Nullable ChannelState state) {
        var ways = state == null
                ? wanted.ways()
                : wanted.ways().stream().map(way -> Terms.corrected(way, state)).toList();
        var required = new PaymentRequired(
                error, new PaymentRequired.Resource(wanted.url(), wanted.description(), "application/json"), ways);
        return new Entry.Refused(
                problem.with(PaymentHeaders.REQUIRED.toLowerCase(Locale.ROOT), required.toHeader()), required);
    }

    /** A deposit that is not final yet. */
    public Entry.Refused pending(Wanted wanted) {
        var refused = required(
                new Problem(
                        402, "deposit_pending", "The deposit is on its way to the chain; send the same again later."),
                "deposit_pending",
                wanted,
                null);
        return new Entry.Refused(refused.problem().with("retry-after", "5"), refused.required());
    }
}
