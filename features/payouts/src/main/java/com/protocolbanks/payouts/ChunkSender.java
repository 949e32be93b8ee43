package com.protocolbanks.payouts;

import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.evm.rpc.GasAnswer;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.payouts.chunks.ChunkState;
import com.protocolbanks.payouts.chunks.ItemMask;
import com.protocolbanks.payouts.chunks.TokenTerms;
import com.protocolbanks.sending.SendOutcome;
import com.protocolbanks.sending.SendRequest;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** Rehearses chunks, cuts them down until they fit, and hands them over to be sent. */
final class ChunkSender {
    private static final byte[] NO_SIGNATURE = {};

    /** How many chunks are rehearsed and handed over at a time. */
    private static final int AT_ONCE = 16;

    private final RunContext context;
    private final TokenTerms token;
    private final Map<Integer, Prepared> prepared = new HashMap<>();

    ChunkSender(RunContext context, TokenTerms token) {
        this.context = context;
        this.token = token;
    }

    /** A request that found no room yet, and the open items it was made for. */
    private record Prepared(ItemMask open, SendRequest request) {}

    private sealed interface Rehearsal {
        record Fits(int chunk, Prepared prepared) implements Rehearsal {}

        record Refused(WaitReason reason) implements Rehearsal {}
    }

    /**
     * Sends the open items of the chunks as far as there is room.
     *
     * <p>Until the contract knows the batch each brings the owners' signature: whichever comes first opens it, and the
     * others need not wait a block for that.
     *
     * @param words each chunk's word at {@code height}
     * @param opened whether the contract knows the batch already
     * @return why nothing could be sent; empty when something was, or when there was nothing to send
     */
    Optional<WaitReason> send(List<ChunkState> chunks, Map<Integer, BigInteger> words, boolean opened, long height) {
        var batch = chunks.subList(0, Math.min(AT_ONCE, chunks.size()));
        List<SendRequest> requests = new ArrayList<>();
        Optional<WaitReason> refused = Optional.empty();
        for (var rehearsal : rehearse(batch, words, opened)) {
            switch (rehearsal) {
                case Rehearsal.Fits(int chunk, Prepared fitting) -> {
                    prepared.put(chunk, fitting);
                    requests.add(fitting.request().provenAt(height));
                }
                case Rehearsal.Refused(WaitReason reason) -> refused = Optional.of(reason);
            }
        }
        if (requests.isEmpty()) {
            return refused;
        }
        context.milestones().reached(Milestone.STEP_PLANNED);
        return handOver(requests);
    }

    private Optional<WaitReason> handOver(List<SendRequest> requests) {
        // whoever has lost the batch cannot know what was given up of it since
        context.check(token.owner().organization());
        var outcomes = context.sending().sendAll(requests);
        Optional<WaitReason> waits = Optional.empty();
        boolean moving = false;
        for (int i = 0; i < outcomes.size(); i++) {
            switch (outcomes.get(i)) {
                case SendOutcome.Committed _ -> {
                    prepared.remove(Integer.parseInt(requests.get(i).subject().part()));
                    moving = true;
                }
                case SendOutcome.AlreadyInFlight _, SendOutcome.ProofNeeded _ -> moving = true;
                case SendOutcome.Wait(SendOutcome.WaitReason reason) -> {
                    waits = told(reason);
                    moving |= waits.isEmpty();
                }
            }
        }
        return moving ? Optional.empty() : waits;
    }

    /** What a person is told of it; nothing of a full lane, which empties by itself. */
    private static Optional<WaitReason> told(SendOutcome.WaitReason reason) {
        return switch (reason) {
            case LANE_FULL -> Optional.empty();
            case CHAIN_UNAVAILABLE -> Optional.of(WaitReason.CHAIN_UNAVAILABLE);
            case FEES_TOO_HIGH -> Optional.of(WaitReason.FEES_TOO_HIGH);
            case OPERATOR_WITHOUT_FUNDS -> Optional.of(WaitReason.OPERATOR_WITHOUT_GAS);
        };
    }

    private List<Rehearsal> rehearse(List<ChunkState> chunks, Map<Integer, BigInteger> words, boolean opened) {
        var work = chunks.stream()
                .<Supplier<Rehearsal>>map(
                        chunk -> () -> rehearse(chunk, words.getOrDefault(chunk.index(), BigInteger.ZERO), opened))
                .toList();
        try {
            return context.threads().together(work);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return List.of();
        }
    }

    private Rehearsal rehearse(ChunkState chunk, BigInteger word, boolean opened) {
        var waiting = prepared.get(chunk.index());
        if (waiting != null && waiting.open().equals(chunk.open())) {
            return new Rehearsal.Fits(chunk.index(), waiting);
        }
        return rehearse(chunk, chunk.open(), word, opened);
    }

    /** Tries these items, and half of them when all together need too much gas. */
    private Rehearsal rehearse(ChunkState chunk, ItemMask mask, BigInteger word, boolean opened) {
        var calldata = word.signum() == 0
                ? chunk.terms().payChunk(mask, opened ? NO_SIGNATURE : token.signature())
                : chunk.terms().retryFailed(mask);
        var answer = context.sending().rehearse(token.batch().operator(), token.multiSend(), calldata);
        return switch (answer) {
            case GasAnswer.Estimated(long gas)
            when context.gas().limit(gas) <= context.gas().maximum() ->
                fits(chunk, calldata, context.gas().limit(gas));
            case GasAnswer.Estimated _ -> smaller(chunk, mask, word, opened);
            case GasAnswer.Reverted(byte[] data) -> {
                var reason = WaitReason.of(MultiSendCalls.ERRORS.read(data));
                yield reason == WaitReason.TOO_MUCH_GAS
                        ? smaller(chunk, mask, word, opened)
                        : new Rehearsal.Refused(reason);
            }
            case GasAnswer.Unavailable _ -> new Rehearsal.Refused(WaitReason.CHAIN_UNAVAILABLE);
        };
    }

    private Rehearsal smaller(ChunkState chunk, ItemMask mask, BigInteger word, boolean opened) {
        return mask.size() == 1
                ? new Rehearsal.Refused(WaitReason.TOO_MUCH_GAS)
                : rehearse(chunk, mask.lowerHalf(), word, opened);
    }

    private Rehearsal fits(ChunkState chunk, byte[] calldata, long gasLimit) {
        var request = SendRequest.of(
                token.subject(chunk.index()), token.batch().operator(), token.multiSend(), calldata, gasLimit);
        return new Rehearsal.Fits(chunk.index(), new Prepared(chunk.open(), request));
    }
}
