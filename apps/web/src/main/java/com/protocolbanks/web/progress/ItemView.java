package com.protocolbanks.web.progress;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.payroll.Item;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** An item as the API shows it; amounts are decimal strings. */
record ItemView(
        UUID id,
        int row,
        UUID employeeId,
        String name,
        String walletAddress,
        String amount,
        String paidAmount,
        String openAmount,
        String status,
        @Nullable String reason,
        List<LegView> legs) {
    /**
     * One payment of an item.
     *
     * @param units the amount in the asset's smallest unit
     * @param account on the bank's rail the digest of name, account and bank that is signed
     */
    record LegView(
            UUID id,
            String rail,
            String asset,
            String amount,
            String units,
            @Nullable String to,
            @Nullable String account,
            String status,
            @Nullable String reason,
            @Nullable String txHash,
            @Nullable String bankReference,
            @Nullable Integer run,
            @Nullable Integer chunk,
            @Nullable Integer index) {
        static LegView of(Item.Leg leg) {
            var place = leg.place();
            return new LegView(
                    leg.id(),
                    leg.rail().name(),
                    leg.asset(),
                    leg.amount().toPlainString(),
                    leg.units().toString(),
                    leg.to().map(Object::toString).orElse(null),
                    leg.account().map(Hash32::hex).orElse(null),
                    leg.status().name(),
                    leg.reason().orElse(null),
                    leg.txHash().orElse(null),
                    leg.bankReference().orElse(null),
                    place.map(Item.Place::run).orElse(null),
                    place.map(Item.Place::chunk).orElse(null),
                    place.map(Item.Place::index).orElse(null));
        }
    }

    static ItemView of(Item item) {
        return new ItemView(
                item.id(),
                item.row(),
                item.employeeId(),
                item.name(),
                item.walletAddress().toString(),
                item.amount().toPlainString(),
                item.paidAmount().toPlainString(),
                item.openAmount().toPlainString(),
                item.status().name(),
                item.reason().orElse(null),
                item.legs().stream().map(LegView::of).toList());
    }
}
