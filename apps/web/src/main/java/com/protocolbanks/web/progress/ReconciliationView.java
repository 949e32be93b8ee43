package com.protocolbanks.web.progress;

import com.protocolbanks.payroll.progress.Reconciliations;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Whether the chain says the same of a batch as the books; {@code units} counts the asset's smallest unit. */
record ReconciliationView(
        boolean agrees, Instant checkedAt, long block, int payments, List<DifferenceView> differences) {
    record DifferenceView(
            String kind,
            int run,
            String asset,
            @Nullable Integer row,
            @Nullable UUID itemId,
            String amount,
            String units,
            @Nullable String to) {
        static DifferenceView of(Reconciliations.Difference difference) {
            return new DifferenceView(
                    difference.kind(),
                    difference.run(),
                    difference.asset().symbol(),
                    difference.row().orElse(null),
                    difference.item().orElse(null),
                    difference.amount().toPlainString(),
                    difference.units().toString(),
                    difference.to().orElse(null));
        }
    }

    static ReconciliationView of(Reconciliations.Comparison comparison) {
        return new ReconciliationView(
                comparison.differences().isEmpty(),
                comparison.checkedAt(),
                comparison.block(),
                comparison.payments(),
                comparison.differences().stream().map(DifferenceView::of).toList());
    }
}
