package com.protocolbanks.payouts.chunks;

import com.protocolbanks.evm.Hash32;
import java.util.Optional;

/** A chunk while its batch is being run: what is open, and what of it is written down. */
public final class ChunkState {
    private static final int MOST_REVERTS = 3;

    private final ChunkTerms terms;
    private ItemMask open;
    private Optional<Hash32> settled;
    private boolean shownAsSending;
    private int reverts;

    public ChunkState(ChunkTerms terms, ItemMask open, Optional<Hash32> settled) {
        this.terms = terms;
        this.open = open;
        this.settled = settled;
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
    }

    /** Notes one more transaction mined in vain; true when there were too many to go on. */
    public boolean revertedTooOften() {
        reverts++;
        return reverts >= MOST_REVERTS;
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
