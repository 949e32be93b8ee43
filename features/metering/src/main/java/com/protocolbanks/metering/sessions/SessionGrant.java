package com.protocolbanks.metering.sessions;

/**
 * A session as it is handed to the agent that opened it.
 *
 * @param token stands for the session in {@code Authorization: Bearer}; whoever has it may spend up to the voucher
 * @param hmacSecret 32 bytes in base64url; shown once, never sent again by the agent
 */
public record SessionGrant(Session session, String token, String hmacSecret) {
    /** Says nothing by which anybody could spend. */
    @Override
    public String toString() {
        return "SessionGrant[session=" + session + "]";
    }
}
