package com.protocolbanks.identity;

import com.protocolbanks.evm.Address;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** By what somebody came in. */
public sealed interface Credential {
    /** A key, which narrows its member's rights to its scopes. */
    record ApiKey(UUID id, Set<Scope> scopes) implements Credential {
        public ApiKey {
            scopes = Set.copyOf(scopes);
        }
    }

    /**
     * A session in a browser.
     *
     * @param wallet the wallet that signed in; empty after a one-time link
     */
    record Session(Optional<Address> wallet) implements Credential {}

    /** Whether this credential leaves room for the permission. */
    default boolean covers(Permission permission) {
        return switch (this) {
            case ApiKey key -> permission.scope().map(key.scopes()::contains).orElse(false);
            case Session _ -> true;
        };
    }

    /** Stable words that name the credential for idempotency and the audit trail, without revealing it. */
    default String words() {
        return switch (this) {
            case ApiKey key -> "key:" + key.id();
            case Session _ -> "session";
        };
    }
}
