package com.protocolbanks.web.visitor;

import jakarta.servlet.http.HttpServletRequest;

/** The number by which a response's own scripts are told from injected ones (CSP nonce). */
public final class Nonce {
    private static final String NAME = Nonce.class.getName();

    private Nonce() {}

    public static String of(HttpServletRequest request) {
        return request.getAttribute(NAME) instanceof String nonce ? nonce : "";
    }

    public static void set(HttpServletRequest request, String nonce) {
        request.setAttribute(NAME, nonce);
    }
}
