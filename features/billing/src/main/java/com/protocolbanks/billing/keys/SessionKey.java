package com.protocolbanks.billing.keys;

import com.protocolbanks.evm.Address;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A key that may spend within its grant.
 *
 * @param publicKey the key's account, which signs vouchers
 * @param limit over all its channels and all time, in the token's smallest unit, at most 2^53-1
 * @param used what the stored receipts add up to, without a gap; it only grows
 * @param expiresAt nothing new is charged from then on
 * @param routes what may be called, by the price book's names
 * @param payers who may fund its channels, the organization's wallet among them
 * @param frozen nothing new is charged while this is so
 * @param reason why, when it is frozen
 * @param generation grows with every freeze and every end of one
 * @param requestsPerMinute the strictest rule of the organization for it; 0 when there is none
 */
public record SessionKey(
        UUID id,
        UUID orgId,
        Address publicKey,
        BillingToken token,
        BigInteger limit,
        BigInteger used,
        Instant expiresAt,
        List<String> routes,
        Set<Address> payers,
        boolean frozen,
        @Nullable FreezeReason reason,
        long generation,
        int requestsPerMinute,
        Instant createdAt) {
    public SessionKey {
        routes = List.copyOf(routes);
        payers = Set.copyOf(payers);
    }

    /** What the stored receipts leave of the limit. */
    public BigInteger left() {
        return limit.subtract(used).max(BigInteger.ZERO);
    }
}
