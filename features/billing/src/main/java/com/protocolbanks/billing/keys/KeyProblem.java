package com.protocolbanks.billing.keys;

/** Why a session key is refused. */
public enum KeyProblem {
    TOKEN_UNKNOWN("token", "is none of the tokens session keys may spend here"),
    LIMIT_NOT_EXPRESSIBLE("limitAmount", "has more digits after the point than the token"),
    LIMIT_OUT_OF_RANGE("limitAmount", "must be above 0, at most 2^53-1 of the token's smallest units, and below 10^12"),
    EXPIRES_TOO_SOON("expiresAt", "must be a moment to come, in whole seconds"),
    EXPIRES_TOO_LATE("expiresAt", "must be within a year"),
    ROUTES_MISSING("routes", "must name 1 to 64 routes, each once"),
    ROUTE_WITHOUT_PRICE("routes", "names a route that has no price"),
    PAYERS_TOO_MANY("payers", "may name 16 accounts at most"),
    KEY_UNUSABLE("publicKey", "must be an account of its own: neither the organization's wallet nor the zero address"),
    KEY_TAKEN("publicKey", "has been a session key before; make a new one"),
    NONCE_USED("nonce", "was used for another session key of the organization"),
    SIGNATURE_WRONG("signature", "is not the organization's wallet's for this grant"),
    KEY_SIGNATURE_WRONG("keySignature", "is not the session key's for this grant");

    private final String field;
    private final String words;

    KeyProblem(String field, String words) {
        this.field = field;
        this.words = words;
    }

    /** The part of the request that is wrong. */
    public String field() {
        return field;
    }

    /** What is wrong with it, to be read after its name. */
    public String words() {
        return words;
    }
}
