package com.protocolbanks.queue;

import static com.protocolbanks.database.generated.Tables.LEASES;

import java.time.Instant;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * The right to write about a subject, until somebody else takes it.
 *
 * @param kind what sort of thing the subject is
 * @param epoch grows with each holder; the highest one holds
 * @param owner who holds it, for people
 * @param until when another may take it
 */
public record Lease(String kind, UUID subject, long epoch, String owner, Instant until) {

    /**
     * Makes sure that the lease is still ours until the caller's transaction ends: whoever wants to take it waits so
     * long. To be called in every transaction that writes about the subject.
     *
     * @throws LeaseLost when another has taken it; the transaction must not commit
     */
    public void check(DSLContext transaction) {
        var current = transaction
                .select(LEASES.EPOCH)
                .from(LEASES)
                .where(LEASES.SUBJECT_KIND.eq(kind), LEASES.SUBJECT_ID.eq(subject))
                .forShare()
                .fetchOne(LEASES.EPOCH);
        if (current == null || current != epoch) {
            throw new LeaseLost(this);
        }
    }
}
