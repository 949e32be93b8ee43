package com.protocolbanks.web.security;

import com.protocolbanks.web.visitor.Nonce;
import com.protocolbanks.web.visitor.Site;
import jakarta.servlet.FilterChain;
import jakarta.servlet.ServletException;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.util.Base64;
import java.util.random.RandomGenerator;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.stereotype.Component;
import org.springframework.web.filter.OncePerRequestFilter;

/**
 * Tells the browser what our pages may do: scripts only with this response's nonce, styles and pictures only from
 * here, no frames around us, no address leaked to others.
 */
@Component
@Order(Ordered.HIGHEST_PRECEDENCE + 10)
public class SecurityHeaders extends OncePerRequestFilter {
    private static final int NONCE_BYTES = 18;

    private final RandomGenerator random;
    private final boolean encrypted;
    private final String connect;

    SecurityHeaders(RandomGenerator random, Site site) {
        this.random = random;
        this.encrypted = site.encrypted();
        this.connect = String.join(" ", site.connectSources());
    }

    @Override
    protected void doFilterInternal(HttpServletRequest request, HttpServletResponse response, FilterChain chain)
            throws ServletException, IOException {
        byte[] bytes = new byte[NONCE_BYTES];
        random.nextBytes(bytes);
        String nonce = Base64.getUrlEncoder().encodeToString(bytes);
        Nonce.set(request, nonce);
        response.setHeader("Content-Security-Policy", policy(nonce));
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setHeader("X-Frame-Options", "DENY");
        response.setHeader("Referrer-Policy", "same-origin");
        response.setHeader("Cross-Origin-Opener-Policy", "same-origin");
        response.setHeader("Cross-Origin-Resource-Policy", "same-origin");
        response.setHeader("Permissions-Policy", "camera=(), microphone=(), geolocation=(), payment=(), usb=()");
        if (encrypted) {
            response.setHeader("Strict-Transport-Security", "max-age=63072000; includeSubDomains");
        }
        chain.doFilter(request, response);
    }

    private String policy(String nonce) {
        return "default-src 'none'; script-src 'nonce-" + nonce + "'; style-src 'self'; font-src 'self' data:; "
                + "img-src 'self' data:; connect-src 'self' " + connect + "; form-action 'self'; base-uri 'none'; "
                + "frame-ancestors 'none'; manifest-src 'self'";
    }
}
