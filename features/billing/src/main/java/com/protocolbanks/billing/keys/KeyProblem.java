package com.protocolbanks.billing.keys;

/** Why a session key is refused. */
public enum KeyProblem {
    /** It is none of the tokens session keys may spend here. */
    TOKEN_UNKNOWN("token"),
    /** It has more digits after the point than the token. */
    LIMIT_NOT_EXPRESSIBLE("limitAmount"),
    /** It must be above 0, at most 2^53-1 of the token's smallest units, and below 10^12. */
    LIMIT_OUT_OF_RANGE("limitAmount"),
    /** It must be a moment to come, in whole seconds. */
    EXPIRES_TOO_SOON("expiresAt"),
    /** It must be within a year. */
    EXPIRES_TOO_LATE("expiresAt"),
    /** They must name 1 to 64 routes, each once. */
    ROUTES_MISSING("routes"),
    /** One of them has no price. */
    ROUTE_WITHOUT_PRICE("routes"),
    /** They may name 16 accounts at most. */
    PAYERS_TOO_MANY("payers"),
    /** It must be an account of its own: neither the organization's wallet nor the zero address. */
    KEY_UNUSABLE("publicKey"),
    /** It has been a session key before; make a new one. */
    KEY_TAKEN("publicKey"),
    /** It was used for another session key of the organization. */
    NONCE_USED("nonce"),
    /** It is not the organization's wallet's for this grant. */
    SIGNATURE_WRONG("signature"),
    /** It is not the session key's for this grant. */
    KEY_SIGNATURE_WRONG("keySignature");

    private final String field;

    KeyProblem(String field) {
        this.field = field;
    }

    /** The part of the request that is wrong. */
    public String field() {
        return field;
    }
}
