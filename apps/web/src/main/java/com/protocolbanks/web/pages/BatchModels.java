package com.protocolbanks.web.pages;

import com.protocolbanks.database.Database;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.identity.siwe.SiweSite;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Item;
import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.progress.ChunkProgress;
import com.protocolbanks.payroll.progress.Reconciliations;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Component;

/** Gathers what a batch's page shows. */
@Component
class BatchModels {
    private static final int PER_PAGE = 100;
    private static final int EVENTS = 200;
    private static final int AT_BANK = 1_000;

    private final Batches batches;
    private final ChunkProgress chunks;
    private final Reconciliations reconciliations;
    private final Database database;
    private final SiweSite site;

    BatchModels(
            Batches batches, ChunkProgress chunks, Reconciliations reconciliations, Database database, SiweSite site) {
        this.batches = batches;
        this.chunks = chunks;
        this.reconciliations = reconciliations;
        this.database = database;
        this.site = site;
    }

    /** The events are read first: what happens while the rest is read comes behind them, and is told to the page. */
    Optional<BatchModel> of(Caller caller, UUID id, Optional<PaymentStatus> filter, int afterRow) {
        var told = BatchEvents.after(database, caller.orgId(), id, 0, EVENTS);
        return batches.find(caller.orgId(), id).map(batch -> {
            var items = batches.items(caller.orgId(), id, afterRow, filter, PER_PAGE + 1);
            boolean more = items.size() > PER_PAGE;
            var shown = more ? items.subList(0, PER_PAGE) : items;
            return new BatchModel(
                    batch,
                    new BatchModel.Progress(
                            chunks.of(caller.orgId(), id), told, reconciliations.of(caller.orgId(), id)),
                    new BatchModel.Shown(
                            filter.map(Enum::name).orElse(""),
                            shown,
                            more ? shown.getLast().row() : 0,
                            atBank(caller, batch)),
                    rights(caller, batch),
                    site.chainId());
        });
    }

    private List<Item> atBank(Caller caller, Batch batch) {
        return batch.stage() == Stage.AWAITING_BANK
                ? batches.items(caller.orgId(), batch.id(), 0, Optional.of(PaymentStatus.PENDING), AT_BANK)
                : List.of();
    }

    private BatchModel.Rights rights(Caller caller, Batch batch) {
        boolean maker = batches.madeBy(batch, caller.memberId());
        return new BatchModel.Rights(
                batch.stage() == Stage.AWAITING_APPROVAL && caller.may(Permission.PAYOUTS_APPROVE) && !maker,
                caller.may(Permission.PAYOUTS_WRITE),
                batch.stage() == Stage.AWAITING_BANK && caller.may(Permission.FIAT_RESULTS) && !maker);
    }
}
