package com.protocolbanks.sdk;

import java.time.Instant;

/** The right to send requests under a voucher without signing each: a token, and a secret that signs them. */
record SessionGrant(String token, byte[] secret, Instant expiresAt) {
    /** Says nothing by which anybody could spend. */
    @Override
    public String toString() {
        return "SessionGrant[expiresAt=" + expiresAt + "]";
    }
}
