package com.protocolbanks.identity;

import java.util.Locale;
import java.util.Set;
import java.util.UUID;

/**
 * The active member who asks for something, as of this request.
 *
 * @param locale {@code en} or {@code zh}
 * @param roles all roles of the member, whatever the credential
 */
public record Caller(
        UUID orgId, UUID memberId, String memberName, Locale locale, Set<Role> roles, Credential credential) {
    public Caller {
        roles = Set.copyOf(roles);
    }

    /** Whether the member's roles and the credential both allow it. */
    public boolean may(Permission permission) {
        return permission.isOf(roles) && credential.covers(permission);
    }

    /** Who did it, for the scope of idempotency keys and for the audit trail. */
    public String words() {
        return "member:" + memberId + "/" + credential.words();
    }
}
