package com.protocolbanks.payroll.fiat;

import static com.protocolbanks.database.generated.Tables.PAYOUT_LEGS;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.PayoutLegsRecord;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Issuer;
import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.approval.Approvals;
import com.protocolbanks.payroll.idempotency.Keyed;
import com.protocolbanks.payroll.idempotency.Once;
import com.protocolbanks.payroll.settlement.LegResult;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.payroll.splits.Rail;
import com.protocolbanks.queue.Outbox;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import tools.jackson.databind.JsonNode;

/** Records what the bank made of a batch's payments. */
public final class FiatResults {
    private final Database database;
    private final Issuer issuer;

    public FiatResults(Database database, Issuer issuer) {
        this.database = database;
        this.issuer = issuer;
    }

    /** The bank's word about one leg. */
    public sealed interface Result {
        UUID legId();

        /** Paid, under the bank's own reference, not empty. */
        record Executed(UUID legId, String bankReference) implements Result {}

        /** Not paid; the reason in the bank's words, not empty. */
        record Rejected(UUID legId, String reason) implements Result {}
    }

    /** What a report came to; all of it is recorded, or nothing. */
    public sealed interface Outcome {
        record Recorded(Stage stage) implements Outcome {}

        record NoSuchBatch() implements Outcome {}

        /** Whoever submitted or edited the batch cannot report on it. */
        record Maker() implements Outcome {}

        /** The batch is not being paid. */
        record NotUnderWay(Stage stage) implements Outcome {}

        /** No leg of this batch that the bank was to pay, or named twice. */
        record UnknownLeg(UUID legId) implements Outcome {}

        /** Another outcome stands already. */
        record Conflict(UUID legId) implements Outcome {}
    }

    /** How an answer is kept with its request's key. */
    private static final Once.Answers<Outcome> ANSWERS = new Once.Answers<>() {
        @Override
        public Optional<Map<String, ?>> written(Outcome answer) {
            return switch (answer) {
                case Outcome.Recorded(var stage) -> Optional.of(Map.of("stage", stage.name()));
                case Outcome.NoSuchBatch _,
                        Outcome.Maker _,
                        Outcome.NotUnderWay _,
                        Outcome.UnknownLeg _,
                        Outcome.Conflict _ -> Optional.empty();
            };
        }

        @Override
        public Outcome read(JsonNode kept) {
            return new Outcome.Recorded(Stage.valueOf(kept.path("stage").asString()));
        }
    };

    /**
     * Who may report is asked before: {@link com.protocolbanks.identity.Permission#FIAT_RESULTS}.
     *
     * @param key lets the same report be answered again with the same words
     */
    public Keyed<Outcome> record(Caller caller, UUID batchId, List<Result> results, Optional<Once.Request> key) {
        var once = new Once<>(issuer.clock(), key, ANSWERS);
        return database.inOrganization(
                caller.orgId(),
                dsl -> once.run(
                        dsl,
                        () -> new Batches(database)
                                .find(dsl, caller.orgId(), batchId)
                                .map(batch -> record(dsl, caller, batch, results))
                                .orElseGet(Outcome.NoSuchBatch::new)));
    }

    private Outcome record(DSLContext dsl, Caller caller, Batch batch, List<Result> results) {
        if (Batches.madeBy(dsl, batch, caller.memberId())) {
            return new Outcome.Maker();
        }
        var settlements = new Settlements(new BatchEvents(issuer.clock()), issuer.clock());
        var stage = settlements.lock(dsl, batch.orgId(), batch.id());
        if (!underWay(stage)) {
            return new Outcome.NotUnderWay(stage);
        }
        Map<UUID, PayoutLegsRecord> legs = dsl.selectFrom(PAYOUT_LEGS)
                .where(PAYOUT_LEGS.BATCH_ID.eq(batch.id()), PAYOUT_LEGS.RAIL.eq(Rail.FIAT.name()))
                .fetchMap(PAYOUT_LEGS.ID);
        List<LegResult> fresh = new ArrayList<>();
        var seen = new HashSet<UUID>();
        for (var result : results) {
            var leg = legs.get(result.legId());
            if (leg == null || leg.getRun() == null || !seen.add(result.legId())) {
                return new Outcome.UnknownLeg(result.legId());
            }
            if (leg.getStatus().equals(PaymentStatus.PENDING.name())) {
                fresh.add(word(result));
            } else if (!stands(leg, result)) {
                return new Outcome.Conflict(result.legId());
            }
        }
        if (fresh.isEmpty()) {
            return new Outcome.Recorded(stage);
        }
        settlements.legsSettled(dsl, batch.orgId(), batch.id(), fresh);
        var next = settlements.complete(dsl, batch.orgId(), batch.id());
        if (next == Stage.DOCUMENTS && stage != Stage.DOCUMENTS) {
            new Outbox(issuer.clock()).append(dsl, batch.orgId(), Approvals.PAYOUT_JOBS, batch.id());
        }
        return new Outcome.Recorded(next);
    }

    private static boolean underWay(Stage stage) {
        return switch (stage) {
            case SENDING, CONFIRMING, AWAITING_BANK, DOCUMENTS, DONE -> true;
            case AWAITING_APPROVAL, QUEUED, REJECTED, EXPIRED, CANCELLED -> false;
        };
    }

    private static LegResult word(Result result) {
        return switch (result) {
            case Result.Executed(var leg, var reference) -> new LegResult.PaidByBank(leg, reference);
            case Result.Rejected(var leg, var reason) -> new LegResult.Failed(leg, reason);
        };
    }

    /** Whether the leg says the same already. */
    private static boolean stands(PayoutLegsRecord leg, Result result) {
        return switch (result) {
            case Result.Executed(var id, var reference) ->
                leg.getStatus().equals(PaymentStatus.SUCCESS.name()) && reference.equals(leg.getBankReference());
            case Result.Rejected rejected -> leg.getStatus().equals(PaymentStatus.FAILED.name());
        };
    }
}
