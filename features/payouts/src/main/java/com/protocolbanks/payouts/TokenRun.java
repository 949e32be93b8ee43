package com.protocolbanks.payouts;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.BatchOpening;
import com.protocolbanks.evm.rpc.Block;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.payouts.chunks.ChunkRows;
import com.protocolbanks.payouts.chunks.ChunkState;
import com.protocolbanks.payouts.chunks.ContractReads;
import com.protocolbanks.payouts.chunks.ItemMask;
import com.protocolbanks.payouts.chunks.TokenTerms;
import com.protocolbanks.sending.MinedAttempt;
import com.protocolbanks.sending.SubjectState;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Brings the chunks of one token of a batch to their end, one look at all of them at a time. */
final class TokenRun {
    /** How many receipts are read and written down together; one of 200 payments takes some 150 kB. */
    private static final int SETTLED_AT_ONCE = 32;

    private final RunContext context;
    private final TokenTerms token;
    private final List<ChunkState> chunks;
    private final ContractReads contract;
    private final Settling settling;
    private final ChunkSender sender;
    private boolean opened;

    TokenRun(RunContext context, TokenTerms token, List<ChunkState> chunks) {
        this.context = context;
        this.token = token;
        this.chunks = List.copyOf(chunks);
        this.contract = new ContractReads(context.chain());
        this.settling = new Settling(context, token);
        this.sender = new ChunkSender(context, token);
    }

    /** How the token stands after one look. */
    sealed interface Turn {
        /** Something is on its way. */
        record Moving() implements Turn {}

        /** Nothing is on its way, and something outside has to change first. */
        record Waiting(WaitReason reason) implements Turn {}

        /** Every payment has a final word. */
        record Finished() implements Turn {}
    }

    /**
     * One look: sends what can be sent, then writes down what was mined; what that leaves open is for the next look.
     *
     * @param mayOpen whether anything new may be sent; what is in flight is always followed to its end
     * @throws com.protocolbanks.evm.rpc.ChainUnavailable when the endpoint does not answer
     */
    Turn turn(boolean mayOpen) {
        var open = chunks.stream().filter(chunk -> !chunk.isFinal()).toList();
        if (open.isEmpty()) {
            return new Turn.Finished();
        }
        var states = context.sending()
                .states(open.stream().map(chunk -> token.subject(chunk.index())).toList());
        var look = new Look();
        for (var chunk : open) {
            look.at(chunk, states.getOrDefault(token.subject(chunk.index()), new SubjectState.Unsent()));
        }
        look.show();
        // first what can be sent, so that the chain works while the outcome of what was mined is written down; what is
        // mined is written down also when nothing can be sent
        Turn turn;
        try {
            turn = look.send(mayOpen);
        } finally {
            look.settle();
        }
        return chunks.stream().allMatch(ChunkState::isFinal) ? new Turn.Finished() : turn;
    }

    private final class Look {
        private final Map<ChunkState, MinedAttempt> mined = new LinkedHashMap<>();
        private final Map<ChunkState, MinedAttempt> reverted = new LinkedHashMap<>();
        private final Map<Integer, Hash32> shown = new LinkedHashMap<>();
        private final List<ChunkState> ready = new ArrayList<>();
        private boolean inFlight;

        void at(ChunkState chunk, SubjectState state) {
            switch (state) {
                case SubjectState.Unsent _, SubjectState.Displaced _ -> ready.add(chunk);
                case SubjectState.InFlight flight -> {
                    inFlight = true;
                    showAsSending(chunk, flight.hash());
                }
                case SubjectState.Succeeded(MinedAttempt attempt) -> {
                    if (chunk.isSettled(attempt.hash())) {
                        ready.add(chunk);
                    } else {
                        showAsSending(chunk, attempt.hash());
                        mined.put(chunk, attempt);
                    }
                }
                case SubjectState.Reverted(MinedAttempt attempt) -> {
                    if (!chunk.isSettled(attempt.hash())) {
                        reverted.put(chunk, attempt);
                    }
                    ready.add(chunk);
                }
            }
        }

        private void showAsSending(ChunkState chunk, Hash32 transaction) {
            if (chunk.showAsSending()) {
                shown.put(chunk.index(), transaction);
            }
        }

        void show() {
            if (!shown.isEmpty()) {
                var owner = token.owner();
                context.run(owner.organization(), dsl -> {
                    context.settlements().start(dsl, owner.organization(), owner.batch());
                    ChunkRows.sending(dsl, owner.request(), shown);
                });
                context.milestones().reached(Milestone.PROCESSING_SHOWN);
            }
        }

        void settle() {
            var all = List.copyOf(mined.entrySet());
            for (int from = 0; from < all.size(); from += SETTLED_AT_ONCE) {
                settle(all.subList(from, Math.min(all.size(), from + SETTLED_AT_ONCE)));
            }
        }

        private void settle(List<Map.Entry<ChunkState, MinedAttempt>> some) {
            var receipts = context.sending()
                    .receipts(some.stream().map(one -> one.getValue().hash()).toList());
            List<Settling.Mined> told = new ArrayList<>();
            for (var one : some) {
                var receipt = receipts.get(one.getValue().hash());
                if (receipt != null) {
                    told.add(new Settling.Mined(one.getKey(), one.getValue(), receipt));
                }
            }
            settling.succeeded(told);
        }

        Turn send(boolean mayOpen) {
            if (ready.isEmpty()) {
                return new Turn.Moving();
            }
            var reason = sendReady(mayOpen);
            return inFlight || !mined.isEmpty() || reason.isEmpty()
                    ? new Turn.Moving()
                    : new Turn.Waiting(reason.get());
        }

        private Optional<WaitReason> sendReady(boolean mayOpen) {
            Block head = context.chain().latestBlock();
            reverted.forEach((chunk, attempt) -> settling.reverted(chunk, attempt, head.time()));
            var words = contract.words(ready.stream().map(ChunkState::terms).toList(), head.number());
            List<ChunkState> unpaid = new ArrayList<>();
            for (var chunk : ready) {
                var paid = ItemMask.paid(
                        words.getOrDefault(chunk.index(), BigInteger.ZERO),
                        chunk.terms().size());
                if (!chunk.open().and(paid).isEmpty() && !recover(chunk, head)) {
                    return Optional.of(WaitReason.UNPROVEN_PAYMENT);
                }
                if (!chunk.isFinal()) {
                    unpaid.add(chunk);
                }
            }
            if (unpaid.isEmpty()) {
                return Optional.empty();
            }
            if (!opened) {
                switch (BatchOpening.of(token.batch(), token.multiSend(), context.chain())) {
                    case DIFFERENTLY -> {
                        return Optional.of(WaitReason.OPENED_DIFFERENTLY);
                    }
                    case CANCELLED -> {
                        giveUp(unpaid, "CANCELLED");
                        return Optional.empty();
                    }
                    case AS_SIGNED -> opened = true;
                    case NOT_YET -> opened = false;
                }
            }
            if (!inFlight && head.time().getEpochSecond() > token.batch().validBefore()) {
                giveUp(unpaid, "EXPIRED");
                return Optional.empty();
            }
            if (!mayOpen) {
                return Optional.of(WaitReason.CANCEL_REQUESTED);
            }
            var due = unpaid.stream().filter(chunk -> !chunk.rests(head.time())).toList();
            return due.isEmpty() ? Optional.of(WaitReason.REVERTED) : sender.send(due, words, opened, head.number());
        }

        /** Finds the transactions that paid items of the chunk without our knowing; false when some stay unproven. */
        private boolean recover(ChunkState chunk, Block head) {
            for (var hash : contract.executions(chunk.terms(), head.number())) {
                var receipt = context.sending().receipts(List.of(hash)).get(hash);
                if (receipt != null && receipt.succeeded()) {
                    var attempt = new MinedAttempt(
                            hash, 0, receipt.blockNumber(), receipt.blockHash(), receipt.gasUsed(), receipt.gasPrice());
                    settling.succeeded(List.of(new Settling.Mined(chunk, attempt, receipt)));
                }
            }
            var words = contract.words(List.of(chunk.terms()), head.number());
            var paid = ItemMask.paid(
                    words.getOrDefault(chunk.index(), BigInteger.ZERO),
                    chunk.terms().size());
            return chunk.open().and(paid).isEmpty();
        }

        private void giveUp(List<ChunkState> unpaid, String reason) {
            unpaid.forEach(chunk -> settling.dead(chunk, reason));
        }
    }
}
