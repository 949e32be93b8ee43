package com.protocolbanks.gateway.admission;

import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.metering.sessions.Session;
import com.protocolbanks.metering.sessions.Sessions;
import com.protocolbanks.x402.session.WindowRequest;
import com.protocolbanks.x402.wire.MalformedPayment;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentPayload;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Reads what a request brings as payment; signatures of vouchers are checked later. */
public final class OfferReader {
    private static final String BEARER = "Bearer ";
    private static final String IDEMPOTENCY = "Idempotency-Key";
    private static final Pattern REQUEST_ID = Pattern.compile("[A-Za-z0-9_.:-]{1,120}");

    private final Sessions sessions;

    public OfferReader(Sessions sessions) {
        this.sessions = sessions;
    }

    /**
     * The payment that the request brings; of a session the token, and a signed request's code, are checked here.
     *
     * @param inBody a payment that the body carried, or null
     */
    public Offer read(Request request, @Nullable JsonNode inBody) {
        var header = request.header(PaymentHeaders.SIGNATURE);
        var authorization = request.header("Authorization");
        var id = idOf(request);
        if (id != null && !REQUEST_ID.matcher(id).matches()) {
            return new Offer.Unusable(Problem.badRequest("A request's id is 1 to 120 letters, digits, or any of _.:-"));
        }
        if (header != null || inBody != null) {
            return voucher(header, inBody, id);
        }
        if (authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())) {
            var token = authorization.substring(BEARER.length()).strip();
            return token.startsWith(Sessions.PREFIX) ? window(request, token, id) : new Offer.None();
        }
        return new Offer.None();
    }

    private static @Nullable String idOf(Request request) {
        var own = request.header(WindowRequest.REQUEST_ID);
        return own != null ? own : request.header(IDEMPOTENCY);
    }

    private static Offer voucher(@Nullable String header, @Nullable JsonNode inBody, @Nullable String id) {
        try {
            var payload =
                    header != null ? PaymentPayload.parse(header) : PaymentPayload.read(Objects.requireNonNull(inBody));
            return new Offer.Voucher(payload, id != null ? id : payload.identifier());
        } catch (MalformedPayment refused) {
            return new Offer.Unusable(
                    new Problem(400, refused.code(), Objects.requireNonNullElse(refused.getMessage(), "")));
        }
    }

    private Offer window(Request request, String token, @Nullable String id) {
        var session = sessions.verify(token);
        if (session.isEmpty()) {
            return new Offer.Unusable(
                    new Problem(401, "session_expired", "The session token is not valid, or is over."));
        }
        var signature = request.header(WindowRequest.SIGNATURE);
        if (signature == null && session.get().signed()) {
            return new Offer.Unusable(new Problem(
                    401, "bad_signature", "This session was opened for signed requests; PB-Signature is missing."));
        }
        return signature == null ? new Offer.Window(session.get(), id) : signed(request, session.get(), signature, id);
    }

    private Offer signed(Request request, Session session, String signature, @Nullable String id) {
        WindowRequest window;
        try {
            window = new WindowRequest(
                    request.method(),
                    request.target(),
                    Digests.sha256(request.body()),
                    Objects.requireNonNullElse(id, ""),
                    Long.parseLong(Objects.requireNonNullElse(request.header(WindowRequest.TIMESTAMP), "")));
        } catch (IllegalArgumentException _) {
            return new Offer.Unusable(Problem.badRequest("A signed request has PB-Request-Id, 16 to 64 letters, digits,"
                    + " - or _, and PB-Timestamp in milliseconds of Unix time."));
        }
        return switch (sessions.check(session, window, signature)) {
            case GENUINE -> new Offer.Window(session, id);
            case FORGED ->
                new Offer.Unusable(
                        new Problem(401, "bad_signature", "PB-Signature is not the session's over this request."));
            case STALE ->
                new Offer.Unusable(new Problem(401, "replayed", "PB-Timestamp is more than 60 seconds away from now."));
        };
    }
}
