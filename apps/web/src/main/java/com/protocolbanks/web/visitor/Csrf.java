package com.protocolbanks.web.visitor;

import jakarta.servlet.http.HttpServletRequest;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;

/** The session's secret by which a form or script proves that it came from one of our own pages. */
public final class Csrf {
    /** The header scripts send it in; forms use the field {@link #FIELD}. */
    public static final String HEADER = "X-CSRF-Token";

    public static final String FIELD = "_csrf";

    private Csrf() {}

    /** What the page of this request must carry; empty without a session. */
    public static String tokenOf(HttpServletRequest request) {
        return SignedIn.csrfSecretOf(request).orElse("");
    }

    /** Whether the request carries its session's token. */
    public static boolean proven(HttpServletRequest request) {
        String expected = tokenOf(request);
        String header = request.getHeader(HEADER);
        String sent = header != null ? header : request.getParameter(FIELD);
        return !expected.isEmpty()
                && sent != null
                && MessageDigest.isEqual(
                        expected.getBytes(StandardCharsets.UTF_8), sent.getBytes(StandardCharsets.UTF_8));
    }
}
