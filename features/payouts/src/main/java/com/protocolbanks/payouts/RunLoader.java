package com.protocolbanks.payouts;

import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.payouts.chunks.ChunkRows;
import com.protocolbanks.payouts.chunks.ChunkState;
import com.protocolbanks.payouts.chunks.ChunkTerms;
import com.protocolbanks.payouts.chunks.ItemMask;
import com.protocolbanks.payouts.chunks.TokenTerms;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.approval.ApprovedRuns.ApprovedToken;
import com.protocolbanks.payroll.approval.ApprovedRuns.Run;
import com.protocolbanks.payroll.approval.ApprovedRuns.Standing;
import com.protocolbanks.payroll.settlement.OpenLegs;
import com.protocolbanks.sending.SubjectState;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;

/** Makes a run out of what is stored and signed, or says why there is none. */
final class RunLoader {
    private final RunContext context;
    private final Books books;

    RunLoader(RunContext context, Books books) {
        this.context = context;
        this.books = books;
    }

    /** What became of the attempt. */
    sealed interface Loaded {
        /** The batch is not approved, or over: there is nothing to do. */
        record Nothing() implements Loaded {}

        /** It was called off before all of it was approved; what had its signature already may still be payable. */
        record CalledOff() implements Loaded {}

        /** It must not be paid as it stands. */
        record Refused(WaitReason reason) implements Loaded {}

        /**
         * The run can go on from where the books left it.
         *
         * @param cancelled whether somebody asked that nothing more be sent
         */
        record Ready(PayoutRun run, boolean cancelled) implements Loaded {}
    }

    Loaded load(UUID organization, UUID batchId) {
        var batch = context.database()
                .inOrganization(organization, dsl -> new Batches(context.database()).find(dsl, organization, batchId));
        if (batch.filter(one -> one.stage() == Stage.AWAITING_APPROVAL && one.cancelRequested())
                .isPresent()) {
            return new Loaded.CalledOff();
        }
        if (batch.isEmpty() || isOver(batch.get().stage())) {
            return new Loaded.Nothing();
        }
        return switch (books.approved().load(organization, batchId)) {
            case Run.NotApproved _ -> new Loaded.Nothing();
            case Run.Mismatch _ -> new Loaded.Refused(WaitReason.APPROVAL_MISMATCH);
            case Run.Approved(int run, List<ApprovedToken> tokens) -> ready(batch.get(), run, tokens);
        };
    }

    private static boolean isOver(Stage stage) {
        return switch (stage) {
            case DONE, REJECTED, EXPIRED, CANCELLED, AWAITING_APPROVAL -> true;
            case QUEUED, SENDING, CONFIRMING, AWAITING_BANK, DOCUMENTS -> false;
        };
    }

    private Loaded ready(Batch batch, int run, List<ApprovedToken> tokens) {
        List<TokenRun> runs = new ArrayList<>();
        for (var token : tokens) {
            var state = state(batch, run, token);
            if (isUntouched(state)) {
                var refusal = refusal(batch.orgId(), token);
                if (refusal.isPresent()) {
                    return new Loaded.Refused(refusal.get());
                }
            }
            runs.add(new TokenRun(context, state.terms(), state.chunks()));
        }
        context.milestones().reached(Milestone.CHUNKS_STORED);
        return new Loaded.Ready(new PayoutRun(context, batch.orgId(), batch.id(), runs), batch.cancelRequested());
    }

    /** Whether nothing of the token was ever given to the chain. */
    private boolean isUntouched(State state) {
        var subjects = state.chunks().stream()
                .map(chunk -> state.terms().subject(chunk.index()))
                .toList();
        return state.chunks().stream().allMatch(ChunkState::isUntouched)
                && context.sending().states(subjects).values().stream().allMatch(SubjectState.Unsent.class::isInstance);
    }

    /** Before anything of a token is sent, its signers must still be who they were. */
    private Optional<WaitReason> refusal(UUID organization, ApprovedToken token) {
        return switch (books.approved().standing(organization, token.requestId())) {
            case Standing.Stands _ -> Optional.empty();
            case Standing.Fallen _ -> Optional.of(WaitReason.APPROVAL_FALLEN);
            case Standing.Unavailable _ -> Optional.of(WaitReason.CHAIN_UNAVAILABLE);
        };
    }

    private record State(TokenTerms terms, List<ChunkState> chunks) {}

    private State state(Batch batch, int run, ApprovedToken token) {
        var mode = token.mode();
        var chunks = IntStream.range(0, token.chunkCount())
                .mapToObj(i -> new ChunkTerms(token.batch(), token.batchKey(), token.multiSend(), mode, token.chunk(i)))
                .toList();
        var owner = new ChunkRows.Owner(batch.orgId(), batch.id(), token.requestId(), run, token.asset());
        var terms =
                new TokenTerms(owner, token.batch(), token.batchKey(), token.multiSend(), token.signature(), chunks);
        return context.write(batch.orgId(), dsl -> {
            ChunkRows.ensure(dsl, owner, chunks);
            var rows = ChunkRows.load(dsl, owner.request());
            var open = OpenLegs.onChain(dsl, batch.id());
            return new State(terms, states(chunks, rows, open));
        });
    }

    private static List<ChunkState> states(List<ChunkTerms> chunks, Map<Integer, ChunkRows.Row> rows, Set<UUID> open) {
        return chunks.stream()
                .map(chunk -> {
                    var row = Optional.ofNullable(rows.get(chunk.index()));
                    return new ChunkState(
                            chunk,
                            ItemMask.where(
                                    chunk.size(),
                                    item -> open.contains(chunk.item(item).legId())),
                            row.flatMap(ChunkRows.Row::settled),
                            row.map(ChunkRows.Row::reverts).orElse(ChunkState.Reverts.NONE));
                })
                .toList();
    }
}
