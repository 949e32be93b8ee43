package com.protocolbanks.payouts;

import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.payouts.PayoutRun.Ending;
import com.protocolbanks.payouts.Payouts.Parts;
import com.protocolbanks.payouts.Payouts.Settings;
import com.protocolbanks.payouts.chunks.TokenTerms;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.queue.Job;
import com.protocolbanks.queue.JobFeed;
import com.protocolbanks.queue.Lease;
import com.protocolbanks.queue.LeaseLost;
import com.protocolbanks.queue.Leases.LeaseOutcome;
import com.protocolbanks.redis.WorkLock.HeldLock;
import com.protocolbanks.redis.WorkLock.LockOutcome;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.threads.Threads.Bell;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One job: takes the batch over, pays it as far as possible, and says when it is to be looked at again. */
final class BatchJob {
    static final String LEASE_KIND = "payout_batch";

    private static final Duration WAIT_FOR_PEOPLE = Duration.ofMinutes(1);
    private static final Logger LOG = LoggerFactory.getLogger(BatchJob.class);

    private final JobFeed feed;
    private final Parts parts;
    private final Books books;
    private final Settings settings;
    private final BooleanSupplier stopping;
    private final Set<UUID> running = ConcurrentHashMap.newKeySet();

    BatchJob(JobFeed feed, Parts parts, Books books, Settings settings, BooleanSupplier stopping) {
        this.feed = feed;
        this.parts = parts;
        this.books = books;
        this.settings = settings;
        this.stopping = stopping;
    }

    void handle(Job job) {
        if (!running.add(job.subject())) {
            feed.acknowledge(job);
            return;
        }
        settings.milestones().reached(Milestone.JOB_TAKEN);
        try {
            switch (parts.lock().acquire("payout:" + job.subject(), settings.lease())) {
                case LockOutcome.TakenByAnother _ -> rest(job);
                case LockOutcome.LockUnavailable _ -> leased(job);
                case LockOutcome.Granted(HeldLock lock) -> {
                    try (lock) {
                        leased(job);
                    }
                }
            }
        } catch (LeaseLost e) {
            LOG.info("batch {} was taken over by another worker", job.subject());
            feed.acknowledge(job);
        } catch (RuntimeException e) {
            LOG.warn("batch {} could not go on", job.subject(), e);
            afterTrouble(job);
        } finally {
            running.remove(job.subject());
        }
    }

    private void afterTrouble(Job job) {
        try {
            rest(job);
        } catch (RuntimeException e) {
            LOG.warn("batch {} comes back by itself: {}", job.subject(), e.toString());
        }
    }

    private void leased(Job job) {
        switch (parts.leases().acquire(LEASE_KIND, job.subject(), job.organization(), settings.lease())) {
            case LeaseOutcome.HeldByAnother _ -> rest(job);
            case LeaseOutcome.Granted(Lease lease) -> {
                settings.milestones().reached(Milestone.LEASE_TAKEN);
                try (var keeper = LeaseKeeper.start(parts.threads(), parts.leases(), lease, settings.lease())) {
                    pay(job, lease, () -> stopping.getAsBoolean() || keeper.isLost());
                } finally {
                    parts.leases().release(lease);
                }
            }
        }
    }

    private void pay(Job job, Lease lease, BooleanSupplier stop) {
        var context = new RunContext(
                parts.database(),
                parts.sending(),
                parts.chain(),
                books.settlements(),
                lease,
                settings.gas(),
                parts.threads(),
                settings.milestones());
        switch (new RunLoader(context, books).load(job.organization(), job.subject())) {
            case RunLoader.Loaded.Nothing _ -> feed.finish(job);
            case RunLoader.Loaded.CalledOff _ ->
                end(
                        job,
                        context,
                        new PayoutRun.CalledOff(context, books)
                                .end(
                                        job.organization(),
                                        job.subject(),
                                        parts.clock().instant()));
            case RunLoader.Loaded.Refused(WaitReason reason) -> {
                context.run(
                        job.organization(),
                        dsl -> books.settlements().stall(dsl, job.organization(), job.subject(), reason.name()));
                rest(job, reason);
            }
            case RunLoader.Loaded.Ready(PayoutRun run, boolean cancelled) ->
                end(job, context, follow(run, cancelled, stop));
        }
    }

    private Ending follow(PayoutRun run, boolean cancelled, BooleanSupplier stop) {
        var bell = parts.threads().bell();
        try (var _ = parts.sending().listen(subject -> ring(bell, subject))) {
            return run.run(bell, cancelled, stop);
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static void ring(Bell bell, Subject subject) {
        if (subject.kind().equals(TokenTerms.SUBJECT_KIND)) {
            bell.ring();
        }
    }

    private void end(Job job, RunContext context, Ending ending) {
        switch (ending) {
            case Ending.Waits(WaitReason reason) -> rest(job, reason);
            case Ending.Interrupted _ -> rest(job);
            case Ending.Settled(Stage stage) -> {
                if (stage == Stage.DOCUMENTS) {
                    books.documents().write(job.organization(), job.subject());
                    settings.milestones().reached(Milestone.DOCUMENTS_WRITTEN);
                    context.run(
                            job.organization(),
                            dsl -> books.settlements().documentsDone(dsl, job.organization(), job.subject()));
                }
                feed.finish(job);
                settings.milestones().reached(Milestone.JOB_FINISHED);
            }
        }
    }

    private void rest(Job job, WaitReason reason) {
        feed.putBack(job, parts.clock().instant().plus(reason.isPassing() ? settings.retryAfter() : WAIT_FOR_PEOPLE));
    }

    private void rest(Job job) {
        feed.putBack(job, parts.clock().instant().plus(settings.retryAfter()));
    }
}
