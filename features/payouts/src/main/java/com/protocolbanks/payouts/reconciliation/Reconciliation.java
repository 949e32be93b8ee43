package com.protocolbanks.payouts.reconciliation;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.settlement.BookedRun;
import com.protocolbanks.payroll.settlement.BookedRuns;
import java.time.Clock;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Derives every payment once more from the chain's own state and events, and compares it with the books.
 *
 * <p>A batch is compared as soon as all of it is final, and daily for a month; every difference is named, shown with the
 * batch, and an error in the log. It corrects nothing: what differs is for people to decide.
 */
public final class Reconciliation {
    private static final Logger LOG = LoggerFactory.getLogger(Reconciliation.class);
    private static final Duration AGAIN = Duration.ofDays(1);
    private static final Duration FOR = Duration.ofDays(30);
    private static final int AT_ONCE = 50;

    private final Database database;
    private final BookedRuns books;
    private final ChainClient chain;
    private final Clock clock;

    public Reconciliation(Database database, BookedRuns books, ChainClient chain, Clock clock) {
        this.database = database;
        this.books = books;
        this.chain = chain;
        this.clock = clock;
    }

    /**
     * Compares what is due; the database has to be opened with the worker's role.
     *
     * @return how many batches were compared
     * @throws com.protocolbanks.evm.rpc.ChainUnavailable when the endpoint does not answer at all
     */
    public int round() {
        var now = clock.instant().atOffset(ZoneOffset.UTC);
        OffsetDateTime again = now.minus(AGAIN);
        var due = database.acrossOrganizations(dsl -> ReconciliationRows.due(dsl, again, now.minus(FOR), AT_ONCE));
        long height = chain.blockNumber();
        due.forEach(one -> quietly(one, height));
        return due.size();
    }

    /** One batch that cannot be compared holds up none of the others; it comes again in the next round. */
    private void quietly(ReconciliationRows.Due one, long height) {
        try {
            reconcile(one.organization(), one.batch(), height);
        } catch (RuntimeException e) {
            LOG.warn("batch {} cannot be compared with the chain now: {}", one.batch(), e.toString());
        }
    }

    /**
     * Compares one batch and writes the finding down; empty while it is being paid, as nothing can be said then.
     *
     * @throws com.protocolbanks.evm.rpc.ChainUnavailable when the endpoint does not answer
     * @throws IllegalArgumentException when there is no such organization
     */
    public Optional<Reconciled> reconcile(UUID orgId, UUID batchId) {
        return reconcile(orgId, batchId, chain.blockNumber());
    }

    private Optional<Reconciled> reconcile(UUID orgId, UUID batchId, long height) {
        var booked = books.of(orgId, batchId);
        if (booked.stream().anyMatch(BookedRun::isOpen)) {
            return Optional.empty();
        }
        var found = compared(booked, height);
        return books.of(orgId, batchId).equals(booked) ? Optional.of(written(orgId, batchId, found)) : Optional.empty();
    }

    private Reconciled compared(List<BookedRun> booked, long height) {
        var runs = new ChainRuns(chain);
        var differences = booked.stream()
                .flatMap(run -> Comparison.of(run, runs.read(run, height)).stream())
                .toList();
        int payments = (int) booked.stream()
                .flatMap(run -> run.legs().stream())
                .filter(leg -> leg.paidBy().isPresent())
                .count();
        return new Reconciled(height, payments, differences);
    }

    private Reconciled written(UUID orgId, UUID batchId, Reconciled found) {
        boolean news = database.inOrganization(orgId, dsl -> {
            boolean isNews = ReconciliationRows.store(dsl, orgId, batchId, found);
            if (isNews) {
                new BatchEvents(clock)
                        .append(
                                dsl,
                                orgId,
                                batchId,
                                found.differences().isEmpty() ? "batch.reconciled" : "batch.differs",
                                Map.of(
                                        "paid", found.payments(),
                                        "failed", found.differences().size(),
                                        "block", found.height()));
            }
            return isNews;
        });
        if (news && !found.differences().isEmpty()) {
            found.differences().forEach(one -> LOG.error("batch {} differs from the chain: {}", batchId, one.words()));
        }
        return found;
    }
}
