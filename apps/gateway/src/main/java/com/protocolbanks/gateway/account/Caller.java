package com.protocolbanks.gateway.account;

import com.protocolbanks.gateway.errors.Problem;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.metering.sessions.Session;
import com.protocolbanks.metering.sessions.Sessions;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** Whose session asks. */
final class Caller {
    static final Problem OVER =
            new Problem(401, "session_expired", "The session token is missing, not valid, or over.");

    private static final String BEARER = "Bearer ";

    private final Sessions sessions;

    Caller(Sessions sessions) {
        this.sessions = sessions;
    }

    Optional<Session> session(Request request) {
        var authorization = request.header("Authorization");
        return authorization != null && authorization.regionMatches(true, 0, BEARER, 0, BEARER.length())
                ? sessions.verify(authorization.substring(BEARER.length()).strip())
                : Optional.empty();
    }

    static Answer json(int status, ObjectNode json) {
        return new Answer(
                status,
                Map.of("content-type", Answer.JSON, "cache-control", "no-store"),
                json.toString().getBytes(StandardCharsets.UTF_8));
    }
}
