package com.protocolbanks.payroll.approval;

import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.idempotency.Keyed;
import com.protocolbanks.payroll.idempotency.Once;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.queue.Outbox;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jooq.DSLContext;
import tools.jackson.databind.JsonNode;

/**
 * Stops batches. A batch is cancelled only when nothing signed can pay it any more: at once while nothing for the chain has a
 * complete signature, otherwise when the worker has seen on chain that the signed ids are dead. What the bank is to pay is
 * called off as long as its file has not been given out; afterwards only the bank's word ends it.
 */
public final class Cancellations {
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
         * @param batchIds the on-chain ids with a complete signature
         * @param until when the last of them is over
         */
        record Requested(List<Hash32> batchIds, Instant until) implements Outcome {}

        record AlreadyOver(Stage stage) implements Outcome {}

        record NoSuchBatch() implements Outcome {}
    }

    /** How an answer is kept with its request's key. */
    private static final Once.Answers<Outcome> ANSWERS = new Once.Answers<>() {
        @Override
        public Optional<Map<String, ?>> written(Outcome answer) {
            return switch (answer) {
                case Outcome.Cancelled(var stage) -> Optional.of(Map.of("stage", stage.name()));
                case Outcome.Requested(var ids, var until) ->
                    Optional.of(Map.of(
                            "until",
                            until.toString(),
                            "batchIds",
                            ids.stream().map(Hash32::hex).toList()));
                case Outcome.AlreadyOver _, Outcome.NoSuchBatch _ -> Optional.empty();
            };
        }

        @Override
        public Outcome read(JsonNode kept) {
            return kept.has("stage")
                    ? new Outcome.Cancelled(Stage.valueOf(kept.path("stage").asString()))
                    : new Outcome.Requested(
                            kept.path("batchIds")
                                    .valueStream()
                                    .map(id -> Hash32.of(id.asString()))
                                    .toList(),
                            Instant.parse(kept.path("until").asString()));
        }
    };

    /**
     * Who may cancel is asked before: {@link com.protocolbanks.identity.Permission#PAYOUTS_WRITE}.
     *
     * @param key lets the same request be answered again with the same words
     */
    public Keyed<Outcome> cancel(Caller caller, UUID batchId, Optional<Once.Request> key) {
        var once = new Once<>(issuer.clock(), key, ANSWERS);
        return database.inOrganization(
                caller.orgId(),
                dsl -> once.run(
                        dsl,
                        () -> new Batches(database)
                                .find(dsl, caller.orgId(), batchId)
                                .map(batch -> cancel(dsl, caller, batch))
                                .orElseGet(Outcome.NoSuchBatch::new)));
    }

    private Outcome cancel(DSLContext dsl, Caller caller, Batch batch) {
        var stage = settlements().lock(dsl, batch.orgId(), batch.id());
        return switch (stage) {
            case AWAITING_APPROVAL, QUEUED, SENDING, CONFIRMING -> {
                var wallet = organizations.find(caller.orgId()).orElseThrow().walletAddress();
                var rows = new RequestRows(dsl, batch.orgId(), wallet);
                var signed = signed(batch, stage, rows);
                yield signed.isEmpty() ? unsigned(dsl, batch, stage, rows) : request(dsl, caller, batch, signed);
            }
            case AWAITING_BANK -> atBank(dsl, batch, stage);
            case DOCUMENTS, DONE, REJECTED, EXPIRED, CANCELLED -> new Outcome.AlreadyOver(stage);
        };
    }

    /** What the chain may still pay; of a batch on its way that is for the worker to say, whatever the time. */
    private List<ApprovalRequest> signed(Batch batch, Stage stage, RequestRows rows) {
        return stage == Stage.AWAITING_APPROVAL
                ? rows.payable(batch.id(), batch.run(), issuer.clock().instant())
                : rows.current(batch.id(), batch.run()).stream()
                        .filter(request -> request.terms() instanceof ApprovalRequest.Chain)
                        .toList();
    }

    /** Nothing on the chain can pay; a batch for the bank alone may be at the bank already. */
    private Outcome unsigned(DSLContext dsl, Batch batch, Stage stage, RequestRows rows) {
        return isAtBank(dsl, batch) ? new Outcome.AlreadyOver(stage) : atOnce(dsl, batch, rows);
    }

    private Outcome atBank(DSLContext dsl, Batch batch, Stage stage) {
        if (isAtBank(dsl, batch)) {
            return new Outcome.AlreadyOver(stage);
        }
        settlements().callOffBank(dsl, batch.orgId(), batch.id());
        var next = settlements().complete(dsl, batch.orgId(), batch.id());
        if (next == Stage.DOCUMENTS) {
            announce(dsl, batch);
        }
        return new Outcome.Cancelled(next);
    }

    private static boolean isAtBank(DSLContext dsl, Batch batch) {
        return dsl.fetchExists(
                PAYOUT_BATCHES, PAYOUT_BATCHES.ID.eq(batch.id()), PAYOUT_BATCHES.BANK_FILE_AT.isNotNull());
    }

    private Outcome atOnce(DSLContext dsl, Batch batch, RequestRows rows) {
        rows.end(batch.id(), batch.run(), ApprovalRequest.Status.DEAD);
        settlements().giveUp(dsl, batch.orgId(), batch.id(), Settlements.CALLED_OFF);
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
        return new Outcome.Requested(batchIds(signed), until);
    }

    private static List<Hash32> batchIds(List<ApprovalRequest> requests) {
        return requests.stream()
                .flatMap(request -> switch (request.terms()) {
                    case ApprovalRequest.Chain chain -> Stream.of(chain.batch().batchId());
                    case ApprovalRequest.Bank _ -> Stream.<Hash32>empty();
                })
                .toList();
    }

    private void announce(DSLContext dsl, Batch batch) {
        new Outbox(issuer.clock()).append(dsl, batch.orgId(), Approvals.PAYOUT_JOBS, batch.id());
    }

    private Settlements settlements() {
        return new Settlements(new BatchEvents(issuer.clock()), issuer.clock());
    }
}
