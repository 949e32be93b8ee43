package com.protocolbanks.web.security;

import com.protocolbanks.web.visitor.Site;
import jakarta.servlet.http.Cookie;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.util.Arrays;
import java.util.Optional;
import org.springframework.http.HttpHeaders;
import org.springframework.http.ResponseCookie;
import org.springframework.stereotype.Component;

/** Carries the session's id: unreadable for scripts, not sent by other sites' forms, and over TLS only where we have it. */
@Component
public class SessionCookie {
    private final String name;
    private final boolean encrypted;

    SessionCookie(Site site) {
        this.encrypted = site.encrypted();
        this.name = encrypted ? "__Host-pb_session" : "pb_session";
    }

    public Optional<String> read(HttpServletRequest request) {
        Cookie[] cookies = request.getCookies();
        return cookies == null
                ? Optional.empty()
                : Arrays.stream(cookies)
                        .filter(cookie -> cookie.getName().equals(name))
                        .map(Cookie::getValue)
                        .filter(value -> !value.isEmpty())
                        .findFirst();
    }

    /** Until the browser closes; the server ends the session earlier. */
    public void write(HttpServletResponse response, String sessionId) {
        send(response, sessionId, -1);
    }

    public void remove(HttpServletResponse response) {
        send(response, "", 0);
    }

    private void send(HttpServletResponse response, String value, long seconds) {
        response.addHeader(
                HttpHeaders.SET_COOKIE,
                ResponseCookie.from(name, value)
                        .httpOnly(true)
                        .secure(encrypted)
                        .sameSite("Lax")
                        .path("/")
                        .maxAge(seconds)
                        .build()
                        .toString());
    }
}
