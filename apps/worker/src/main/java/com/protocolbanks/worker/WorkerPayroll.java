package com.protocolbanks.worker;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.transaction.TransactionSigner;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payouts.Books;
import com.protocolbanks.payouts.Books.DocumentWriter;
import com.protocolbanks.payouts.GasRules;
import com.protocolbanks.payouts.Milestones;
import com.protocolbanks.payouts.Payouts;
import com.protocolbanks.payouts.reconciliation.Reconciliation;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.approval.ApprovedRuns;
import com.protocolbanks.payroll.settlement.BookedRuns;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.queue.JobFeed;
import com.protocolbanks.queue.JobQueue;
import com.protocolbanks.queue.Leases;
import com.protocolbanks.redis.WorkLock;
import com.protocolbanks.sending.Sending;
import com.protocolbanks.sending.SendingPorts;
import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.engine.SendingEngine;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;

/** Payroll's part of the worker: sends, pays batches, and compares books and chain. */
public final class WorkerPayroll implements AutoCloseable {
    private static final int BATCHES_AT_ONCE = 4;
    private static final Duration LEASE = Duration.ofSeconds(15);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(3);
    private static final Duration RECONCILE = Duration.ofSeconds(20);

    private final Deque<AutoCloseable> open = new ArrayDeque<>();
    private final Ground ground;
    private final SendingEngine sending;
    private final Payouts payouts;

    /**
     * What it works with.
     *
     * @param outside database, chain, clock and threads
     * @param owner this process's own name
     */
    public record Ground(
            SendingPorts outside, Tasks tasks, TransactionSigner signer, Supplier<UUID> ids, String owner) {}

    /**
     * How it gets its work, and who hears of it.
     *
     * @param lock saves work
     */
    public record Tasks(JobQueue queue, WorkLock lock, DocumentWriter documents, Milestones milestones) {}

    /** Starts nothing yet; {@link #start} does. */
    public WorkerPayroll(Ground ground, SendingSettings settings) {
        this.ground = ground;
        this.sending = opened(new SendingEngine(ground.outside, settings, List.of(ground.signer)));
        var parts = new Payouts.Parts(
                database(),
                ground.tasks.lock,
                new Leases(database(), ground.outside.clock(), ground.owner),
                sending,
                ground.outside.endpoints().broadcast(),
                ground.outside.clock(),
                ground.outside.threads());
        this.payouts = opened(new Payouts(
                opened(new JobFeed(database(), ground.tasks.queue, ground.outside.clock(), Payouts.TOPIC)),
                parts,
                books(),
                new Payouts.Settings(
                        GasRules.ZETACHAIN, BATCHES_AT_ONCE, LEASE, RETRY_AFTER, ground.tasks.milestones)));
    }

    private Database database() {
        return ground.outside.database();
    }

    private Organizations organizations() {
        return new Organizations(database(), ground.outside.clock(), ground.ids);
    }

    private Books books() {
        var clock = ground.outside.clock();
        var members = new Members(database(), clock, ground.ids);
        return new Books(
                new ApprovedRuns(
                        database(),
                        organizations(),
                        members,
                        ground.outside.endpoints().broadcast()),
                new Settlements(new BatchEvents(clock), clock),
                ground.tasks.documents);
    }

    /** For others who send from the same account. */
    Sending sending() {
        return sending;
    }

    /** Begins to send, to pay and to compare. */
    public void start() {
        sending.start();
        payouts.start();
        var reconciliation = new Reconciliation(
                database(),
                new BookedRuns(database(), organizations()),
                ground.outside.endpoints().broadcast(),
                ground.outside.clock());
        opened(Rounds.untilClosed(ground.outside.threads(), "reconciliation", RECONCILE, reconciliation::round));
    }

    private <T extends AutoCloseable> T opened(T part) {
        open.push(part);
        return part;
    }

    /** Drains, in the reverse order. */
    @Override
    public void close() {
        while (!open.isEmpty()) {
            try {
                open.pop().close();
            } catch (Exception e) {
                throw new IllegalStateException("a part of payroll's work did not stop", e);
            }
        }
    }
}
