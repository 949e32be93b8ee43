package com.protocolbanks.web.spending;

import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.util.List;

/**
 * The part of a key's receipts that a page shows, the newest first.
 *
 * @param before the place that it begins behind; empty for the newest receipts
 * @param older the place to go on from; empty when there are no older ones
 */
public record Leaf(List<UsageReceipt> receipts, String before, String older) {
    /** @param found one more than is shown, if there are so many */
    static Leaf of(List<UsageReceipt> found, int shown, String before) {
        if (found.size() <= shown) {
            return new Leaf(found, before, "");
        }
        var last = found.get(shown - 1);
        var place = new Receipts.Place(last.body().channelId(), last.seq());
        return new Leaf(found.subList(0, shown), before, place.toString());
    }

    /** What the address of this part ends in, from its question mark on. */
    public String query(String more) {
        var both = before.isEmpty() ? more : more + (more.isEmpty() ? "" : "&") + "before=" + before;
        return both.isEmpty() ? "" : "?" + both;
    }
}
