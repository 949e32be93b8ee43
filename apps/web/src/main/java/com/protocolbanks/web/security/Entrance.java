package com.protocolbanks.web.security;

import com.protocolbanks.identity.ApiKeys;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Sessions;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.ProblemWriter;
import com.protocolbanks.web.visitor.Csrf;
import com.protocolbanks.web.visitor.SignedIn;
import com.protocolbanks.web.visitor.Site;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Optional;
import java.util.Set;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Finds out who calls, and refuses what a session's browser was tricked into.
 *
 * <p>A bearer key speaks for itself. A session's cookie travels by itself, so whatever changes something must also
 * carry the session's token, and no request that changes something may come from another site.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 20)
public class Entrance extends OncePerRequestFilter {
    private static final String BEARER = "Bearer ";
    private static final Set<String> READING = Set.of("GET", "HEAD", "OPTIONS");
    private static final Set<String> BEFORE_SIGN_IN = Set.of("/language", "/sign-out");

    private final ApiKeys keys;
    private final Sessions sessions;
    private final SessionCookie cookie;
    private final Site site;
    private final ProblemWriter problems;

    Entrance(ApiKeys keys, Sessions sessions, SessionCookie cookie, Site site, ProblemWriter problems) {
        this.keys = keys;
        this.sessions = sessions;
        this.cookie = cookie;
        this.site = site;
        this.problems = problems;
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        var refusal = isAsset(request) ? Optional.<Problem>empty() : enter(request);
        if (refusal.isPresent()) {
            problems.write(request, response, refusal.get());
        } else {
            chain.doFilter(request, response);
        }
    }

    private Optional<Problem> enter(HttpServletRequest request) {
        String authorization = request.getHeader(HttpHeaders.AUTHORIZATION);
        if (authorization != null) {
            return byKey(request, authorization);
        }
        var unavailable = bySession(request);
        if (unavailable.isPresent() || READING.contains(request.getMethod())) {
            return unavailable;
        }
        return isOurs(request) ? Optional.empty() : Optional.of(Problem.of(HttpStatus.FORBIDDEN, "csrf"));
    }

    private Optional<Problem> byKey(HttpServletRequest request, String authorization) {
        var caller = authorization.startsWith(BEARER)
                ? keys.authenticate(authorization.substring(BEARER.length()).strip())
                : Optional.<Caller>empty();
        caller.ifPresent(found -> SignedIn.byKey(request, found));
        return caller.isPresent() ? Optional.empty() : Optional.of(Problem.of(HttpStatus.UNAUTHORIZED, "key_unknown"));
    }

    private Optional<Problem> bySession(HttpServletRequest request) {
        var id = cookie.read(request);
        if (id.isEmpty()) {
            return Optional.empty();
        }
        return switch (sessions.find(id.get())) {
            case Sessions.Found.Active(var sessionId, var session) -> {
                SignedIn.bySession(request, session);
                yield Optional.empty();
            }
            case Sessions.Found.Absent _ -> Optional.empty();
            case Sessions.Found.Unavailable _ ->
                Optional.of(Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "sessions_unavailable"));
        };
    }

    /** Whether something that changes things came from our own page. */
    private boolean isOurs(HttpServletRequest request) {
        String origin = request.getHeader(HttpHeaders.ORIGIN);
        if (origin != null && !origin.equals(site.origin())) {
            return false;
        }
        boolean stranger = SignedIn.callerOf(request).isEmpty();
        String path = request.getRequestURI();
        return stranger ? path.startsWith("/api/") || BEFORE_SIGN_IN.contains(path) : Csrf.proven(request);
    }

    private static boolean isAsset(HttpServletRequest request) {
        String path = request.getRequestURI();
        return path.startsWith("/assets/") || path.startsWith("/webjars/") || path.startsWith("/fonts/");
    }
}
