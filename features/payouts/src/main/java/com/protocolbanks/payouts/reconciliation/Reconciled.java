package com.protocolbanks.payouts.reconciliation;

import java.util.List;

/**
 * What comparing one batch came to.
 *
 * @param height of the chain at the comparison
 * @param payments how many are written down as paid on the chain
 * @param differences none when books and chain say the same to the smallest unit
 */
public record Reconciled(long height, int payments, List<Difference> differences) {
    public Reconciled {
        differences = List.copyOf(differences);
    }
}
