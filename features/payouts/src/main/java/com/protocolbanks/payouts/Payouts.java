package com.protocolbanks.payouts;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.payouts.chunks.TokenTerms;
import com.protocolbanks.queue.Job;
import com.protocolbanks.queue.JobFeed;
import com.protocolbanks.queue.Leases;
import com.protocolbanks.queue.Outbox;
import com.protocolbanks.redis.WorkLock;
import com.protocolbanks.sending.Sending;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.threads.Crew;
import com.protocolbanks.threads.Threads;
import com.protocolbanks.threads.Threads.Bell;
import java.time.Clock;
import java.time.Duration;
import java.util.HashSet;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The resident part: takes batches off the queue and pays each to its end, several at a time. */
public final class Payouts implements AutoCloseable {
    /** The topic on which approved batches are announced. */
    public static final String TOPIC = "payout_jobs";

    private static final Logger LOG = LoggerFactory.getLogger(Payouts.class);
    private static final Duration PAUSE_AFTER_TROUBLE = Duration.ofSeconds(1);
    /** How far below the chain's height settled chunks are looked at again after a start. */
    private static final long LOOK_BACK_BLOCKS = 1_000;

    /** How long the taker waits for a batch to end before it looks again. */
    private static final Duration FULL = Duration.ofSeconds(1);

    private static final Duration DRAIN = Duration.ofSeconds(30);

    private final JobFeed feed;
    private final BatchJob work;
    private final Settings settings;
    private final Bell room;
    private final AtomicInteger busy = new AtomicInteger();
    private final TakenBack takenBack;
    private final Parts parts;
    private final Crew crew;
    private final Queue<Subject> changed = new ConcurrentLinkedQueue<>();
    private Optional<AutoCloseable> listening = Optional.empty();
    private volatile boolean stopping;

    /** Starts nothing yet; {@link #start} does. */
    public Payouts(JobFeed feed, Parts parts, Books books, Settings settings) {
        this.feed = feed;
        this.settings = settings;
        this.room = parts.threads().bell();
        this.crew = new Crew(parts.threads());
        this.parts = parts;
        this.takenBack =
                new TakenBack(parts.database(), parts.sending(), books.settlements(), new Outbox(parts.clock()));
        this.work = new BatchJob(feed, parts, books, settings, () -> stopping);
    }

    /**
     * What the payouts stand on.
     *
     * @param lock saves work; correctness rests on {@code leases}
     * @param chain answers questions about the contract
     */
    public record Parts(
            Database database,
            WorkLock lock,
            Leases leases,
            Sending sending,
            ChainClient chain,
            Clock clock,
            Threads threads) {}

    /**
     * How the payouts behave.
     *
     * @param batchesAtOnce how many batches one process pays at the same time
     * @param lease how long a batch stays ours when this process dies
     * @param retryAfter how long a batch rests that has to wait for something
     */
    public record Settings(
            GasRules gas, int batchesAtOnce, Duration lease, Duration retryAfter, Milestones milestones) {}

    /** Begins to take jobs, and to listen for what the chain takes back. */
    public void start() {
        listening = Optional.of(parts.sending().listen(subject -> {
            if (subject.kind().equals(TokenTerms.SUBJECT_KIND)) {
                changed.add(subject);
                crew.start("taken back", () -> quietly(this::lookAtChanged));
            }
        }));
        crew.start("look back", () -> quietly(this::lookBack));
        crew.start("jobs", this::takeJobs);
    }

    /** Those that changed together are looked at together; whoever comes later finds nothing left. */
    private void lookAtChanged() {
        Set<Subject> subjects = new HashSet<>();
        for (var subject = changed.poll(); subject != null; subject = changed.poll()) {
            subjects.add(subject);
        }
        if (!subjects.isEmpty()) {
            takenBack.look(subjects);
        }
    }

    private void lookBack() {
        takenBack.lookSince(Math.max(0, parts.chain().blockNumber() - LOOK_BACK_BLOCKS));
    }

    private static void quietly(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            LOG.warn("could not look for what the chain took back: {}", e.toString());
        }
    }

    private void takeJobs() {
        while (!stopping) {
            try {
                int free = settings.batchesAtOnce() - busy.get();
                if (free == 0) {
                    room.await(FULL);
                } else {
                    feed.take(free).forEach(this::begin);
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return;
            } catch (RuntimeException e) {
                LOG.warn("jobs cannot be taken: {}", e.toString());
                pause();
            }
        }
    }

    /** Only the thread that takes jobs makes it busier. */
    private void begin(Job job) {
        busy.incrementAndGet();
        crew.start("batch " + job.subject(), () -> {
            try {
                work.handle(job);
            } finally {
                busy.decrementAndGet();
                room.ring();
            }
        });
    }

    private void pause() {
        try {
            parts.threads().bell().await(PAUSE_AFTER_TROUBLE);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Drains: takes no more jobs, lets each run write down what it has begun, and returns. */
    @Override
    public void close() {
        stopping = true;
        listening.ifPresent(Payouts::stop);
        crew.end(DRAIN);
    }

    private static void stop(AutoCloseable listener) {
        try {
            listener.close();
        } catch (Exception e) {
            throw new IllegalStateException("a listener did not stop", e);
        }
    }
}
