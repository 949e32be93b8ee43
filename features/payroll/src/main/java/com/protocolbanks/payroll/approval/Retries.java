package com.protocolbanks.payroll.approval;

import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;
import static com.protocolbanks.database.generated.Tables.PAYOUT_LEGS;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.contracts.BatchOpening;
import com.protocolbanks.evm.contracts.ChunkWord;
import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.ChainUnavailable;
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
import com.protocolbanks.payroll.splits.Rail;
import com.protocolbanks.queue.Outbox;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;
import tools.jackson.databind.JsonNode;

/**
 * Pays failed legs once more: within the time of the approval under the same signed id; afterwards, and when the
 * organization's wallet has cancelled that id, under new signatures, but only once the chain itself shows that the old id is
 * over and that none of these legs was paid by it. What the bank rejected always needs a new signature.
 */
public final class Retries {
    private final Database database;
    private final Organizations organizations;
    private final ChainClient chain;
    private final Issuer issuer;

    public Retries(Database database, Organizations organizations, ChainClient chain, Issuer issuer) {
        this.database = database;
        this.organizations = organizations;
        this.chain = chain;
        this.issuer = issuer;
    }

    /** What a retry came to. */
    public sealed interface Outcome {
        /** So many legs are being sent again. */
        record Resent(int legs) implements Outcome {}

        /** So many legs wait for new signatures. */
        record NewRun(int run, int legs) implements Outcome {}

        /** The approval is over, but the chain has not seen its end yet. */
        record ApprovalExpired(Instant until) implements Outcome {}

        record NothingFailed() implements Outcome {}

        /** The batch is still under way. */
        record NotFinished(Stage stage) implements Outcome {}

        record NoSuchBatch() implements Outcome {}

        record ChainSilent(String detail) implements Outcome {}
    }

    /** How an answer is kept with its request's key: the run of a retry under the old signatures is 0. */
    private static final Once.Answers<Outcome> ANSWERS = new Once.Answers<>() {
        @Override
        public Optional<Map<String, ?>> written(Outcome answer) {
            return switch (answer) {
                case Outcome.Resent(int legs) -> Optional.of(Map.of("run", 0, "legs", legs));
                case Outcome.NewRun(int run, int legs) -> Optional.of(Map.of("run", run, "legs", legs));
                case Outcome.ApprovalExpired _,
                        Outcome.NothingFailed _,
                        Outcome.NotFinished _,
                        Outcome.NoSuchBatch _,
                        Outcome.ChainSilent _ -> Optional.empty();
            };
        }

        @Override
        public Outcome read(JsonNode kept) {
            int run = kept.path("run").asInt();
            int legs = kept.path("legs").asInt();
            return run == 0 ? new Outcome.Resent(legs) : new Outcome.NewRun(run, legs);
        }
    };

    /**
     * Who may retry is asked before: {@link com.protocolbanks.identity.Permission#PAYOUTS_WRITE}.
     *
     * @param key lets the same request be answered again without another retry
     */
    public Keyed<Outcome> retryFailed(Caller caller, UUID batchId, Optional<Once.Request> key) {
        var once = new Once<>(issuer.clock(), key, ANSWERS);
        return database.inOrganization(caller.orgId(), once::before).orElseGet(() -> retryOnce(caller, batchId, once));
    }

    private Keyed<Outcome> retryOnce(Caller caller, UUID batchId, Once<Outcome> once) {
        var organization = organizations.find(caller.orgId()).orElseThrow();
        var situation = database.inOrganization(
                caller.orgId(),
                dsl -> new Batches(database)
                        .find(dsl, caller.orgId(), batchId)
                        .map(batch -> new Situation(
                                batch,
                                new RequestRows(dsl, caller.orgId(), organization.walletAddress())
                                        .current(batchId, batch.run()),
                                failed(dsl, batchId),
                                dsl.fetchExists(PAYOUT_LEGS, failed(batchId, Rail.FIAT)),
                                !dsl.fetchExists(
                                        PAYOUT_LEGS,
                                        failed(batchId, Rail.CHAIN),
                                        PAYOUT_LEGS.REASON.isDistinctFrom(Settlements.CALLED_OFF)))));
        if (situation.isEmpty()) {
            return new Keyed.Answered<>(new Outcome.NoSuchBatch());
        }
        var refusal = refusal(situation.get());
        if (refusal.isPresent()) {
            return new Keyed.Answered<>(refusal.get());
        }
        try {
            return retry(situation.get(), once);
        } catch (ChainUnavailable unavailable) {
            return new Keyed.Answered<>(new Outcome.ChainSilent(String.valueOf(unavailable.getMessage())));
        }
    }

    /**
     * What is to be paid once more.
     *
     * @param rejected whether the bank rejected something
     * @param cancelled whether every failed leg was given up as cancelled
     */
    private record Situation(
            Batch batch, List<ApprovalRequest> requests, List<Place> failed, boolean rejected, boolean cancelled) {
        Optional<ApprovalRequest> request(String asset) {
            return requests.stream()
                    .filter(request -> request.terms() instanceof ApprovalRequest.Chain)
                    .filter(request -> request.asset().equals(asset))
                    .findFirst();
        }

        Instant end() {
            return requests.stream()
                    .map(request -> request.window().before())
                    .max(Comparator.naturalOrder())
                    .orElse(Instant.MIN);
        }
    }

    private record Place(String asset, int chunk, int index) {
        Place chunkOnly() {
            return new Place(asset, chunk, 0);
        }
    }

    private static List<Place> failed(DSLContext dsl, UUID batchId) {
        return dsl.select(PAYOUT_LEGS.ASSET, PAYOUT_LEGS.CHUNK_INDEX, PAYOUT_LEGS.ITEM_INDEX)
                .from(PAYOUT_LEGS)
                .where(failed(batchId, Rail.CHAIN))
                .fetch(row -> new Place(row.value1(), row.value2(), row.value3()));
    }

    private static Condition failed(UUID batchId, Rail rail) {
        return DSL.and(
                PAYOUT_LEGS.BATCH_ID.eq(batchId), PAYOUT_LEGS.RAIL.eq(rail.name()), PAYOUT_LEGS.STATUS.eq("FAILED"));
    }

    private static Optional<Outcome> refusal(Situation situation) {
        return switch (situation.batch.stage()) {
            case DOCUMENTS, DONE, EXPIRED ->
                situation.failed.isEmpty() && !situation.rejected
                        ? Optional.of(new Outcome.NothingFailed())
                        : Optional.empty();
            case AWAITING_APPROVAL, QUEUED, SENDING, CONFIRMING, AWAITING_BANK, REJECTED, CANCELLED ->
                Optional.of(new Outcome.NotFinished(situation.batch.stage()));
        };
    }

    private Keyed<Outcome> retry(Situation situation, Once<Outcome> once) {
        var batch = situation.batch;
        if (situation.failed.isEmpty()) {
            return newRun(situation, once);
        }
        boolean within =
                batch.stage() != Stage.EXPIRED && issuer.clock().instant().isBefore(situation.end());
        boolean dead = situation.cancelled && cancelledOnChain(situation);
        if (within && !dead && !batch.cancelRequested()) {
            return resend(batch, once);
        }
        var block = chain.latestBlock();
        if (!dead && !block.time().isAfter(situation.end())) {
            return new Keyed.Answered<>(new Outcome.ApprovalExpired(situation.end()));
        }
        return paidAfterAll(situation, block.number()) ? resend(batch, once) : newRun(situation, once);
    }

    private Keyed<Outcome> resend(Batch batch, Once<Outcome> once) {
        return database.inOrganization(batch.orgId(), dsl -> once.run(dsl, () -> resend(dsl, batch)));
    }

    private Keyed<Outcome> newRun(Situation situation, Once<Outcome> once) {
        return database.inOrganization(situation.batch.orgId(), dsl -> once.run(dsl, () -> newRun(dsl, situation)));
    }

    /** Whether no failed leg can be paid under its signed id any more, because the organization's wallet cancelled the id. */
    private boolean cancelledOnChain(Situation situation) {
        return situation.failed.stream()
                .map(Place::asset)
                .distinct()
                .allMatch(asset ->
                        situation.request(asset).filter(this::cancelledOnChain).isPresent());
    }

    private boolean cancelledOnChain(ApprovalRequest request) {
        return request.terms() instanceof ApprovalRequest.Chain terms
                && BatchOpening.of(terms.batch(), terms.multiSend(), chain) == BatchOpening.CANCELLED;
    }

    /** Whether the contract, at that height, calls one of the failed legs paid; then the worker has to look again. */
    private boolean paidAfterAll(Situation situation, long height) {
        Map<Place, CallRequest> questions = new LinkedHashMap<>();
        for (var place : situation.failed) {
            // Without a signed request of this run there is nothing that could have paid the leg.
            situation
                    .request(place.asset)
                    .ifPresent(request -> questions.put(place.chunkOnly(), question(request, place.chunk, height)));
        }
        var answers = chain.calls(List.copyOf(questions.values()));
        Map<Place, ChunkWord> words = new HashMap<>();
        int next = 0;
        for (var chunk : questions.keySet()) {
            words.put(chunk, MultiSendCalls.chunkWordOf(answers.get(next++).orThrow()));
        }
        return situation.failed.stream().anyMatch(place -> {
            var word = words.get(place.chunkOnly());
            return word != null && word.paid(place.index);
        });
    }

    private static CallRequest question(ApprovalRequest request, int chunk, long height) {
        return switch (request.terms()) {
            case ApprovalRequest.Chain terms ->
                CallRequest.of(terms.multiSend(), MultiSendCalls.chunkWord(request.key(), chunk))
                        .atBlock(height);
            case ApprovalRequest.Bank bank ->
                throw new IllegalStateException("a token has the name of a currency: " + request.asset());
        };
    }

    private Outcome resend(DSLContext dsl, Batch batch) {
        var settlements = settlements();
        var stage = settlements.lock(dsl, batch.orgId(), batch.id());
        if (!stage.mayBecome(Stage.SENDING)) {
            return new Outcome.NotFinished(stage);
        }
        int legs = settlements.takeUpFailed(dsl, batch.orgId(), batch.id(), Rail.CHAIN);
        settlements.move(dsl, batch.orgId(), batch.id(), stage, Stage.SENDING);
        new Outbox(issuer.clock()).append(dsl, batch.orgId(), Approvals.PAYOUT_JOBS, batch.id());
        return new Outcome.Resent(legs);
    }

    private Outcome newRun(DSLContext dsl, Situation situation) {
        var batch = situation.batch;
        var settlements = settlements();
        var stage = settlements.lock(dsl, batch.orgId(), batch.id());
        // another retry may have come and gone since the chain was asked
        var same = DSL.and(PAYOUT_BATCHES.ID.eq(batch.id()), PAYOUT_BATCHES.RUN.eq(batch.run()));
        if (!stage.mayBecome(Stage.AWAITING_APPROVAL) || !dsl.fetchExists(PAYOUT_BATCHES, same)) {
            return new Outcome.NotFinished(stage);
        }
        var wallet = organizations.find(batch.orgId()).orElseThrow().walletAddress();
        new RequestRows(dsl, batch.orgId(), wallet).end(batch.id(), batch.run(), ApprovalRequest.Status.DEAD);
        int legs = settlements.takeUpFailed(dsl, batch.orgId(), batch.id(), Rail.CHAIN)
                + settlements.takeUpFailed(dsl, batch.orgId(), batch.id(), Rail.FIAT);
        dsl.update(PAYOUT_BATCHES)
                .set(PAYOUT_BATCHES.RUN, batch.run() + 1)
                .setNull(PAYOUT_BATCHES.CANCEL_REQUESTED_AT)
                .setNull(PAYOUT_BATCHES.BANK_FILE_AT)
                .setNull(PAYOUT_BATCHES.COMPLETED_AT)
                .where(PAYOUT_BATCHES.ORG_ID.eq(batch.orgId()), PAYOUT_BATCHES.ID.eq(batch.id()))
                .execute();
        settlements.move(dsl, batch.orgId(), batch.id(), stage, Stage.AWAITING_APPROVAL);
        return new Outcome.NewRun(batch.run() + 1, legs);
    }

    private Settlements settlements() {
        return new Settlements(new BatchEvents(issuer.clock()), issuer.clock());
    }
}
