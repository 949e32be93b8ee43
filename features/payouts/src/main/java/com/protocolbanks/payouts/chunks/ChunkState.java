package com.protocolbanks.payouts.chunks;

import com.protocolbanks.evm.Hash32;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** A chunk while its batch is being run: what is open, and what of it is written down. */
public final class ChunkState {
    private static final int REVERTS_AT_ONCE = 3;
    private static final Duration FIRST_REST = Duration.ofMinutes(10);
    private static final int MOST_DOUBLINGS = 8;

    private final ChunkTerms terms;
    private ItemMask open;
    private Optional<Hash32> settled;
    private boolean shownAsSending;
    private Reverts reverts;

    public ChunkState(ChunkTerms terms, ItemMask open, Optional<Hash32> settled, Reverts reverts) {
        this.terms = terms;
        this.open = open;
        this.settled = settled;
        this.reverts = reverts;
    }

    /**
     * Transactions that passed their rehearsal and were mined in vain since the last one that was not.
     *
     * @param last the chain's time when the newest of them was written down
     */
    public record Reverts(int count, Instant last) {
        public static final Reverts NONE = new Reverts(0, Instant.EPOCH);

        Reverts oneMore(Instant at) {
            return new Reverts(count + 1, at);
        }

        /** When the next transaction may be sent: the first few at once, then each after twice the rest of the one before. */
        Instant end() {
            return count < REVERTS_AT_ONCE
                    ? last
                    : last.plus(FIRST_REST.multipliedBy(1L << Math.min(count - REVERTS_AT_ONCE, MOST_DOUBLINGS)));
        }
    }

    public ChunkTerms terms() {
        return terms;
    }

    public int index() {
        return terms.index();
    }

    /** The items without a final word. */
    public ItemMask open() {
        return open;
    }

    public boolean isFinal() {
        return open.isEmpty();
    }

    /** Whether no transaction of it was ever written down. */
    public boolean isUntouched() {
        return settled.isEmpty();
    }

    /** Whether the outcome of that transaction is written into the legs. */
    public boolean isSettled(Hash32 transaction) {
        return settled.filter(transaction::equals).isPresent();
    }

    public void settledBy(Hash32 transaction, ItemMask closed) {
        settled = Optional.of(transaction);
        open = open.minus(closed);
        shownAsSending = false;
        reverts = Reverts.NONE;
    }

    /** Notes a transaction mined in vain, at that time of the chain. */
    public Reverts revertedBy(Hash32 transaction, Instant at) {
        settled = Optional.of(transaction);
        shownAsSending = false;
        reverts = reverts.oneMore(at);
        return reverts;
    }

    /** Whether nothing of it is to be sent yet, because too much of it was mined in vain; in the chain's time. */
    public boolean rests(Instant now) {
        return now.isBefore(reverts.end());
    }

    /** Nothing of it will be tried again. */
    public void gaveUp() {
        open = ItemMask.NONE;
    }

    /** True the first time after each settlement: the row has to be shown as being sent. */
    public boolean showAsSending() {
        boolean first = !shownAsSending;
        shownAsSending = true;
        return first;
    }
}
