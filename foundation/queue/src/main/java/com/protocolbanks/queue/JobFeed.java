package com.protocolbanks.queue;

import static com.protocolbanks.database.generated.Tables.OUTBOX;

import com.protocolbanks.database.Database;
import com.protocolbanks.redis.JobStream;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * What a worker takes the jobs of one topic from.
 *
 * <p>Each look first pushes what is due from the outbox onto the Redis stream, then reads the stream. A job not done
 * within {@link #REPUSH} of being pushed is pushed again, so that a stream lost with Redis, or a job lost with a worker,
 * comes back by itself; while Redis is away jobs are taken from the outbox directly. Whoever takes a job ends it by
 * {@link #finish}, {@link #putBack} or {@link #acknowledge}; until then this feed does not hand it out again. Jobs done longer than {@link #KEPT} ago are deleted on the way.
 */
public final class JobFeed implements AutoCloseable {
    /** How long a pushed job may take before it is handed out again, unless it is postponed meanwhile. */
    public static final Duration REPUSH = Duration.ofSeconds(10);

    /** How long a job that is done is kept, for whoever wants to know what happened. */
    public static final Duration KEPT = Duration.ofDays(7);

    private static final Duration BETWEEN_CLEANINGS = Duration.ofHours(1);
    private static final int PUSH_AT_ONCE = 500;
    private static final Duration LONGEST_WAIT = Duration.ofMillis(250);

    private final Database database;
    private final JobQueue stream;
    private final Clock clock;
    private final String topic;
    private final Outbox outbox;
    /** Null until the first one. */
    private volatile @Nullable Instant cleaned;

    private final Map<Long, JobStream.Job> handedOut = new ConcurrentHashMap<>();

    /** @param database with the worker's role, which sees the jobs of all organizations */
    public JobFeed(Database database, JobStream stream, Clock clock, String topic) {
        this(database, JobQueue.over(stream), clock, topic);
    }

    /** {@link #JobFeed(Database, JobStream, Clock, String)}, carried by that queue. */
    public JobFeed(Database database, JobQueue stream, Clock clock, String topic) {
        this.database = database;
        this.stream = stream;
        this.clock = clock;
        this.topic = topic;
        this.outbox = new Outbox(clock);
    }

    /** Takes up to {@code max} jobs; waits a quarter of a second at most when there are none. */
    public List<Job> take(int max) {
        forgetOldOnes();
        RedisReply<List<JobStream.Job>> reply = pushDue();
        if (reply instanceof Answered<List<JobStream.Job>>) {
            reply = stream.claimAbandoned(REPUSH, max);
        }
        if (reply instanceof Answered<List<JobStream.Job>>(var abandoned) && abandoned.isEmpty()) {
            reply = stream.read(max, LONGEST_WAIT);
        }
        return switch (reply) {
            case Answered<List<JobStream.Job>>(var found) -> open(found);
            case RedisUnavailable<List<JobStream.Job>> _ -> takeFromOutbox(max);
        };
    }

    /** Marks the job done and takes it off the stream. */
    public void finish(Job job) {
        database.acrossOrganizations(transaction -> {
            outbox.done(transaction, job);
            return job;
        });
        acknowledge(job);
    }

    /** Puts the job back until the given time; when the database fails, it comes back by itself as any job not done. */
    public void putBack(Job job, Instant dueAt) {
        try {
            database.acrossOrganizations(transaction -> {
                outbox.postpone(transaction, job, dueAt);
                return job;
            });
        } finally {
            acknowledge(job);
        }
    }

    /** Takes the job off the stream only; for callers that called {@link Outbox#done} in a transaction of theirs. */
    public void acknowledge(Job job) {
        var entry = handedOut.remove(job.id());
        if (entry != null) {
            stream.finish(List.of(entry));
        }
    }

    private void forgetOldOnes() {
        var now = clock.instant();
        var last = cleaned;
        if (last == null || last.plus(BETWEEN_CLEANINGS).isBefore(now)) {
            cleaned = now;
            database.acrossOrganizations(transaction -> outbox.forget(transaction, now.minus(KEPT)));
        }
    }

    private RedisReply<List<JobStream.Job>> pushDue() {
        return database.acrossOrganizations(transaction -> {
            for (var job : due(transaction, PUSH_AT_ONCE)) {
                if (stream.add(fields(job)) instanceof RedisUnavailable<String>(var reason)) {
                    return new RedisUnavailable<>(reason);
                }
                pushed(transaction, job);
            }
            return new Answered<>(List.of());
        });
    }

    private List<Job> takeFromOutbox(int max) {
        return database.acrossOrganizations(transaction -> {
            var jobs = due(transaction, max);
            jobs.forEach(job -> pushed(transaction, job));
            return jobs.stream().filter(job -> !handedOut.containsKey(job.id())).toList();
        });
    }

    /** Locks what is due, passing over what another worker is pushing. */
    private List<Job> due(DSLContext transaction, int max) {
        return transaction
                .select(OUTBOX.ID, OUTBOX.ORG_ID, OUTBOX.TOPIC, OUTBOX.SUBJECT_ID)
                .from(OUTBOX)
                .where(OUTBOX.DONE_AT.isNull(), OUTBOX.TOPIC.eq(topic), OUTBOX.DUE_AT.le(Outbox.at(clock.instant())))
                .orderBy(OUTBOX.DUE_AT, OUTBOX.ID)
                .limit(max)
                .forUpdate()
                .skipLocked()
                .fetch(row -> new Job(row.value1(), row.value2(), row.value3(), row.value4()));
    }

    private void pushed(DSLContext transaction, Job job) {
        var now = clock.instant();
        transaction
                .update(OUTBOX)
                .set(OUTBOX.PUSHED_AT, Outbox.at(now))
                .set(OUTBOX.PUSH_COUNT, OUTBOX.PUSH_COUNT.plus(1))
                .set(OUTBOX.DUE_AT, Outbox.at(now.plus(REPUSH)))
                .where(OUTBOX.ID.eq(job.id()))
                .execute();
    }

    private static Map<String, String> fields(Job job) {
        return Map.of(
                "id", Long.toString(job.id()),
                "org", job.organization().toString(),
                "subject", job.subject().toString());
    }

    private List<Job> open(List<JobStream.Job> entries) {
        var jobs = new ArrayList<Job>();
        for (var entry : entries) {
            var fields = entry.fields();
            var job = new Job(
                    Long.parseLong(fields.getOrDefault("id", "0")),
                    UUID.fromString(fields.getOrDefault("org", "")),
                    topic,
                    UUID.fromString(fields.getOrDefault("subject", "")));
            var held = handedOut.putIfAbsent(job.id(), entry);
            if (held == null) {
                jobs.add(job);
            } else if (!held.id().equals(entry.id())) {
                stream.finish(List.of(entry)); // pushed again while we are busy with it
            }
        }
        try {
            return stillOpen(jobs);
        } catch (RuntimeException e) {
            // handed to nobody, so nobody would ever end them
            jobs.forEach(job -> handedOut.remove(job.id()));
            throw e;
        }
    }

    /** Drops jobs that are done meanwhile: the stream may hold a job twice. */
    private List<Job> stillOpen(List<Job> jobs) {
        if (jobs.isEmpty()) {
            return jobs;
        }
        var ids = jobs.stream().map(Job::id).toList();
        var open = database.acrossOrganizations(transaction -> transaction
                .select(OUTBOX.ID)
                .from(OUTBOX)
                .where(OUTBOX.ID.in(ids), OUTBOX.DONE_AT.isNull())
                .fetchSet(OUTBOX.ID));
        jobs.stream().filter(job -> !open.contains(job.id())).forEach(this::acknowledge);
        return jobs.stream().filter(job -> open.contains(job.id())).toList();
    }

    @Override
    public void close() {
        stream.close();
    }
}
