package com.protocolbanks.payroll.approval;

import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;

import com.protocolbanks.database.Database;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.queue.Outbox;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jooq.DSLContext;

/**
 * Stops batches. A batch is cancelled only when nothing signed can pay it any more: at once while no request has a complete
 * signature, otherwise when the worker has seen on chain that the signed ids are dead.
 */
public final class Cancellations {
    private static final String REASON = "CANCELLED";

    private final Database database;
    private final Organizations organizations;
    private final Issuer issuer;

    public Cancellations(Database database, Organizations organizations, Issuer issuer) {
        this.database = database;
        this.organizations = organizations;
        this.issuer = issuer;
    }

    /** What a cancel came to. */
    public sealed interface Outcome {
        /** Nothing more is paid. */
        record Cancelled(Stage stage) implements Outcome {}

        /**
         * Nothing more is sent; what was signed stays payable until it is cancelled on chain by the organization's wallet,
         * or until it is over.
         *
         * @param requests those with a complete signature
         * @param until when the last of them is over
         */
        record Requested(List<ApprovalRequest> requests, Instant until) implements Outcome {}

        record AlreadyOver(Stage stage) implements Outcome {}

        record NoSuchBatch() implements Outcome {}
    }

    /** Who may cancel is asked before: {@link com.protocolbanks.identity.Permission#PAYOUTS_WRITE}. */
    public Outcome cancel(Caller caller, UUID batchId) {
        return database.inOrganization(
                caller.orgId(),
                dsl -> new Batches(database)
                        .find(dsl, caller.orgId(), batchId)
                        .map(batch -> cancel(dsl, caller, batch))
                        .orElseGet(Outcome.NoSuchBatch::new));
    }

    private Outcome cancel(DSLContext dsl, Caller caller, Batch batch) {
        var stage = settlements().lock(dsl, batch.orgId(), batch.id());
        return switch (stage) {
            case AWAITING_APPROVAL, QUEUED, SENDING, CONFIRMING -> {
                var wallet = organizations.find(caller.orgId()).orElseThrow().walletAddress();
                var rows = new RequestRows(dsl, batch.orgId(), wallet);
                var signed = rows.current(batch.id(), batch.run()).stream()
                        .filter(request -> request.status() == ApprovalRequest.Status.APPROVED)
                        .toList();
                yield signed.isEmpty() ? atOnce(dsl, batch, rows) : request(dsl, caller, batch, signed);
            }
            case AWAITING_BANK, DOCUMENTS, DONE, REJECTED, EXPIRED, CANCELLED -> new Outcome.AlreadyOver(stage);
        };
    }

    private Outcome atOnce(DSLContext dsl, Batch batch, RequestRows rows) {
        rows.end(batch.id(), batch.run(), ApprovalRequest.Status.DEAD);
        settlements().giveUp(dsl, batch.orgId(), batch.id(), REASON);
        var stage = settlements().complete(dsl, batch.orgId(), batch.id());
        if (stage == Stage.DOCUMENTS) {
            announce(dsl, batch);
        }
        return new Outcome.Cancelled(stage);
    }

    private Outcome request(DSLContext dsl, Caller caller, Batch batch, List<ApprovalRequest> signed) {
        int changed = dsl.update(PAYOUT_BATCHES)
                .set(PAYOUT_BATCHES.CANCEL_REQUESTED_AT, issuer.now())
                .where(
                        PAYOUT_BATCHES.ORG_ID.eq(batch.orgId()),
                        PAYOUT_BATCHES.ID.eq(batch.id()),
                        PAYOUT_BATCHES.CANCEL_REQUESTED_AT.isNull())
                .execute();
        if (changed > 0) {
            new BatchEvents(issuer.clock())
                    .append(
                            dsl,
                            batch.orgId(),
                            batch.id(),
                            "cancel.requested",
                            Map.of("member", caller.memberId().toString()));
            announce(dsl, batch);
        }
        var until = signed.stream()
                .map(request -> request.window().before())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Outcome.Requested(signed, until);
    }

    private void announce(DSLContext dsl, Batch batch) {
        new Outbox(issuer.clock()).append(dsl, batch.orgId(), Approvals.PAYOUT_JOBS, batch.id());
    }

    private Settlements settlements() {
        return new Settlements(new BatchEvents(issuer.clock()), issuer.clock());
    }
}
