package com.protocolbanks.web.visitor;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Sessions;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Optional;

/** Who the entrance found behind a request. */
public final class SignedIn {
    private static final String CALLER = SignedIn.class.getName() + ".caller";
    private static final String CSRF_SECRET = SignedIn.class.getName() + ".csrf";

    private SignedIn() {}

    /** The caller; empty before sign-in. */
    public static Optional<Caller> callerOf(HttpServletRequest request) {
        return request.getAttribute(CALLER) instanceof Caller caller ? Optional.of(caller) : Optional.empty();
    }

    /** The secret of the browser's session; empty for API keys and before sign-in. */
    static Optional<String> csrfSecretOf(HttpServletRequest request) {
        return request.getAttribute(CSRF_SECRET) instanceof String secret ? Optional.of(secret) : Optional.empty();
    }

    public static void byKey(HttpServletRequest request, Caller caller) {
        request.setAttribute(CALLER, caller);
    }

    public static void bySession(HttpServletRequest request, Sessions.Session session) {
        request.setAttribute(CALLER, session.caller());
        request.setAttribute(CSRF_SECRET, session.csrfSecret());
    }
}
