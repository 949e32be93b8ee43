package com.protocolbanks.queue;

import static com.protocolbanks.database.generated.Tables.LEASES;
import static org.jooq.impl.DSL.excluded;

import com.protocolbanks.database.Database;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jooq.Condition;

/**
 * Leases in Postgres with growing epochs: what makes it correct that one worker alone handles a subject.
 *
 * <p>A holder that was stopped, cut off or slow loses its lease without knowing; {@link Lease#check} finds out before
 * anything is written.
 */
public final class Leases {
    private final Database database;
    private final Clock clock;
    private final String owner;

    /**
     * @param database with the worker's role
     * @param owner this process, for people who look at the table
     */
    public Leases(Database database, Clock clock, String owner) {
        this.database = database;
        this.clock = clock;
        this.owner = owner;
    }

    /** What became of an attempt to take or to keep a lease. */
    public sealed interface LeaseOutcome {
        record Granted(Lease lease) implements LeaseOutcome {}

        /** Somebody else holds it, or has held it since. */
        record HeldByAnother() implements LeaseOutcome {}
    }

    /** Tries once to take the lease, which is free when nobody has it or its time is over. */
    public LeaseOutcome acquire(String kind, UUID subject, UUID organization, Duration timeToLive) {
        var now = clock.instant();
        var until = now.plus(timeToLive);
        var epoch = database.acrossOrganizations(transaction -> transaction
                .insertInto(LEASES)
                .set(LEASES.SUBJECT_KIND, kind)
                .set(LEASES.SUBJECT_ID, subject)
                .set(LEASES.ORG_ID, organization)
                .set(LEASES.EPOCH, 1L)
                .set(LEASES.OWNER, owner)
                .set(LEASES.UNTIL, Outbox.at(until))
                .onConflict(LEASES.SUBJECT_KIND, LEASES.SUBJECT_ID)
                .doUpdate()
                .set(LEASES.EPOCH, LEASES.EPOCH.plus(1))
                .set(LEASES.OWNER, excluded(LEASES.OWNER))
                .set(LEASES.UNTIL, excluded(LEASES.UNTIL))
                .where(LEASES.UNTIL.le(Outbox.at(now)))
                .returningResult(LEASES.EPOCH)
                .fetchOptional(LEASES.EPOCH));
        return epoch.<LeaseOutcome>map(
                        granted -> new LeaseOutcome.Granted(new Lease(kind, subject, granted, owner, until)))
                .orElseGet(LeaseOutcome.HeldByAnother::new);
    }

    /** Keeps the lease for the given time from now, if nobody has taken it since. */
    public LeaseOutcome extend(Lease lease, Duration timeToLive) {
        var until = clock.instant().plus(timeToLive);
        return moveEnd(lease, until)
                ? new LeaseOutcome.Granted(new Lease(lease.kind(), lease.subject(), lease.epoch(), owner, until))
                : new LeaseOutcome.HeldByAnother();
    }

    /** Gives the lease back, if nobody has taken it since. */
    public void release(Lease lease) {
        moveEnd(lease, clock.instant());
    }

    private boolean moveEnd(Lease lease, Instant until) {
        return database.acrossOrganizations(transaction -> transaction
                        .update(LEASES)
                        .set(LEASES.UNTIL, Outbox.at(until))
                        .where(held(lease))
                        .execute())
                == 1;
    }

    private static Condition held(Lease lease) {
        return LEASES.SUBJECT_KIND
                .eq(lease.kind())
                .and(LEASES.SUBJECT_ID.eq(lease.subject()))
                .and(LEASES.EPOCH.eq(lease.epoch()));
    }
}
