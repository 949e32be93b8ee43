package com.protocolbanks.queue;

import static com.protocolbanks.database.generated.Tables.OUTBOX;

import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Jobs as Postgres knows them: written in the caller's transaction, so that a job exists exactly when what caused it
 * does, and kept until they are done.
 */
public final class Outbox {
    private final Clock clock;

    public Outbox(Clock clock) {
        this.clock = clock;
    }

    /**
     * Announces a job, due at once.
     *
     * @param transaction the caller's, of the organization
     * @param topic the stream of the job, for example {@code payout_jobs}
     * @param subject what the job is about, for example a batch
     */
    public void append(DSLContext transaction, UUID organization, String topic, UUID subject) {
        append(transaction, organization, topic, subject, clock.instant());
    }

    /** Announces a job, due at the given time. */
    public void append(DSLContext transaction, UUID organization, String topic, UUID subject, Instant dueAt) {
        transaction
                .insertInto(OUTBOX)
                .set(OUTBOX.ORG_ID, organization)
                .set(OUTBOX.TOPIC, topic)
                .set(OUTBOX.SUBJECT_ID, subject)
                .set(OUTBOX.CREATED_AT, at(clock.instant()))
                .set(OUTBOX.DUE_AT, at(dueAt))
                .execute();
    }

    /** Marks a job as done: nobody is handed it again. */
    public void done(DSLContext transaction, Job job) {
        transaction
                .update(OUTBOX)
                .set(OUTBOX.DONE_AT, at(clock.instant()))
                .where(OUTBOX.ID.eq(job.id()))
                .execute();
    }

    /** Lets a job rest until the given time; while a worker is busy with it, this keeps others from being handed it. */
    public void postpone(DSLContext transaction, Job job, Instant dueAt) {
        transaction
                .update(OUTBOX)
                .set(OUTBOX.DUE_AT, at(dueAt))
                .where(OUTBOX.ID.eq(job.id()))
                .execute();
    }

    /** Deletes the jobs of all topics that were done before then; returns how many. */
    int forget(DSLContext transaction, Instant doneBefore) {
        return transaction
                .deleteFrom(OUTBOX)
                .where(OUTBOX.DONE_AT.lt(at(doneBefore)))
                .execute();
    }

    static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
