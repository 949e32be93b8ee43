package com.protocolbanks.web.progress;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.payroll.progress.ChunkProgress;
import com.protocolbanks.payroll.progress.Reconciliations;
import com.protocolbanks.web.api.Listing;
import com.protocolbanks.web.api.Rights;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** Reading batches and their items. */
@RestController
@RequestMapping("/api/v1/payout-batches")
class BatchApi {
    private final Batches batches;
    private final ChunkProgress chunks;
    private final Reconciliations reconciliations;

    BatchApi(Batches batches, ChunkProgress chunks, Reconciliations reconciliations) {
        this.batches = batches;
        this.chunks = chunks;
        this.reconciliations = reconciliations;
    }

    @GetMapping
    Listing<BatchView> list(
            Caller caller,
            @RequestParam Optional<UUID> after,
            @RequestParam(defaultValue = "" + Listing.DEFAULT_LIMIT) int limit) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        int shown = Listing.limit(limit);
        return Listing.of(
                batches.list(caller.orgId(), after, shown + 1),
                shown,
                batch -> BatchView.of(batch, List.of()),
                batch -> batch.id().toString());
    }

    @GetMapping("/{id}")
    BatchView find(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        return batches.find(caller.orgId(), id)
                .map(batch -> BatchView.of(batch, chunks.of(caller.orgId(), id)))
                .orElseThrow(Rights::absent);
    }

    /** What comparing the batch with the chain came to; 404 before the first comparison. */
    @GetMapping("/{id}/reconciliation")
    ReconciliationView reconciliation(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        return reconciliations
                .of(caller.orgId(), id)
                .map(ReconciliationView::of)
                .orElseThrow(Rights::absent);
    }

    @GetMapping("/{id}/items")
    Listing<ItemView> items(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "0") int after,
            @RequestParam Optional<PaymentStatus> status,
            @RequestParam(defaultValue = "" + Listing.DEFAULT_LIMIT) int limit) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        if (batches.find(caller.orgId(), id).isEmpty()) {
            throw Rights.absent();
        }
        int shown = Listing.limit(limit);
        return Listing.of(
                batches.items(caller.orgId(), id, after, status, shown + 1),
                shown,
                ItemView::of,
                item -> String.valueOf(item.row()));
    }
}
