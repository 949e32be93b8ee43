package com.protocolbanks.identity;

import com.protocolbanks.evm.Address;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * A person in one organization.
 *
 * @param locale {@code en} or {@code zh}
 * @param wallets no two members of an organization share one
 * @param deactivatedAt since when the member can neither sign in nor use a key; they are never deleted
 */
public record Member(
        UUID id,
        UUID orgId,
        String name,
        Optional<String> email,
        Locale locale,
        Set<Role> roles,
        List<Wallet> wallets,
        Optional<Instant> deactivatedAt) {
    /**
     * An account of the member's own.
     *
     * @param verifiedAt when its holder proved it by signing in; an approval needs that
     */
    public record Wallet(Address address, Optional<Instant> verifiedAt) {}

    public Member {
        roles = Set.copyOf(roles);
        wallets = List.copyOf(wallets);
    }

    public boolean isActive() {
        return deactivatedAt.isEmpty();
    }

    /** Whether the member has proved to hold that wallet. */
    public boolean hasVerified(Address address) {
        return wallets.stream()
                .anyMatch(wallet ->
                        wallet.address().equals(address) && wallet.verifiedAt().isPresent());
    }
}
