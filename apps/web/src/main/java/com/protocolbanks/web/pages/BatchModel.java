package com.protocolbanks.web.pages;

import com.protocolbanks.evm.ChainId;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Item;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.editing.EditableRows;
import com.protocolbanks.payroll.progress.ChunkProgress;
import com.protocolbanks.payroll.progress.Reconciliations;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A batch's page.
 */
public record BatchModel(Batch batch, Progress progress, Shown shown, Rights rights, ChainId chain) {
    private static final long ZETACHAIN = 7000;
    private static final long ZETACHAIN_TESTNET = 7001;

    /**
     * The items on the page.
     *
     * @param filter a payment status, or empty for all
     * @param nextRow behind which row the next page begins; 0 at the end
     * @param atBank items with a transfer that waits for the bank
     */
    public record Shown(String filter, List<Item> items, int nextRow, List<Item> atBank) {}

    /**
     * What has happened so far.
     *
     * @param comparison with the chain; empty before the first
     */
    public record Progress(
            List<ChunkProgress.Chunk> chunks,
            List<BatchEvents.Event> events,
            Optional<Reconciliations.Comparison> comparison) {}

    /** What the reader may do with this very batch. */
    public record Rights(boolean approve, boolean write, boolean bank) {}

    public List<ChunkProgress.Chunk> chunks() {
        return progress.chunks();
    }

    /** The newest first. */
    public List<BatchEvents.Event> events() {
        return progress.events().reversed();
    }

    public long lastSeq() {
        return progress.events().isEmpty() ? 0 : progress.events().getLast().seq();
    }

    /** What the chain says differently than the books; nothing as long as they agree or were not compared. */
    public List<Reconciliations.Difference> differences() {
        return progress.comparison()
                .map(Reconciliations.Comparison::differences)
                .orElse(List.of());
    }

    public String filter() {
        return shown.filter();
    }

    public List<Item> items() {
        return shown.items();
    }

    public int nextRow() {
        return shown.nextRow();
    }

    public List<Item> bankItems() {
        return shown.atBank();
    }

    public boolean hasBankFile() {
        return batch.stage() == Stage.AWAITING_BANK;
    }

    public boolean mayEdit() {
        return rights.write() && EditableRows.is(batch);
    }

    public boolean mayRetry() {
        return rights.write()
                && (batch.stage() == Stage.DONE || batch.stage() == Stage.EXPIRED)
                && batch.counts().failed() > 0;
    }

    public boolean mayCancel() {
        return rights.write() && !batch.cancelRequested() && isOpen() && batch.stage() != Stage.DOCUMENTS;
    }

    public boolean mayApprove() {
        return rights.approve();
    }

    /** Whether something can still happen by itself or by somebody's hand. */
    public boolean isOpen() {
        return switch (batch.stage()) {
            case AWAITING_APPROVAL, QUEUED, SENDING, CONFIRMING, AWAITING_BANK, DOCUMENTS -> true;
            case DONE, REJECTED, EXPIRED, CANCELLED -> false;
        };
    }

    public boolean hasDocuments() {
        return switch (batch.stage()) {
            case DOCUMENTS, DONE -> true;
            case AWAITING_APPROVAL, QUEUED, SENDING, CONFIRMING, AWAITING_BANK, REJECTED, EXPIRED, CANCELLED -> false;
        };
    }

    /** That many of all items, in per cent with two decimals. */
    public String percent(int count) {
        return String.format(Locale.ROOT, "%.2f", 100.0 * count / batch.itemCount());
    }

    /** The transaction's page at the chain's public explorer; null for a chain without one. */
    public @Nullable String link(String txHash) {
        long id = chain.value();
        return id == ZETACHAIN
                ? "https://explorer.zetachain.com/evm/tx/" + txHash
                : id == ZETACHAIN_TESTNET ? "https://athens.explorer.zetachain.com/evm/tx/" + txHash : null;
    }
}
