package com.protocolbanks.payouts;

import com.protocolbanks.evm.Hash32;
import java.util.Optional;

/** A chunk while its batch is being run: what is open, and what of it is written down. */
final class ChunkState {
    private static final int MOST_REVERTS = 3;

    private final ChunkTerms terms;
    private ItemMask open;
    private Optional<Hash32> settled;
    private boolean shownAsSending;
    private int reverts;

    ChunkState(ChunkTerms terms, ItemMask open, Optional<Hash32> settled) {
        this.terms = terms;
        this.open = open;
        this.settled = settled;
    }

    ChunkTerms terms() {
        return terms;
    }

    int index() {
        return terms.index();
    }

    /** The items without a final word. */
    ItemMask open() {
        return open;
    }

    boolean isFinal() {
        return open.isEmpty();
    }

    /** Whether no transaction of it was ever written down. */
    boolean isUntouched() {
        return settled.isEmpty();
    }

    /** Whether the outcome of that transaction is written into the legs. */
    boolean isSettled(Hash32 transaction) {
        return settled.filter(transaction::equals).isPresent();
    }

    void settledBy(Hash32 transaction, ItemMask closed) {
        settled = Optional.of(transaction);
        open = open.minus(closed);
        shownAsSending = false;
    }

    /** Notes one more transaction mined in vain; true when there were too many to go on. */
    boolean revertedTooOften() {
        reverts++;
        return reverts >= MOST_REVERTS;
    }

    /** Nothing of it will be tried again. */
    void gaveUp() {
        open = ItemMask.NONE;
    }

    /** True the first time after each settlement: the row has to be shown as being sent. */
    boolean showAsSending() {
        boolean first = !shownAsSending;
        shownAsSending = true;
        return first;
    }
}
