package com.protocolbanks.web.spending;

import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** Why one request was charged what it was. */
@Controller
class ReceiptPage {
    private final SessionKeys keys;
    private final Receipts receipts;
    private final PriceBooks prices;
    private final Screens screens;

    ReceiptPage(SessionKeys keys, Receipts receipts, PriceBooks prices, Screens screens) {
        this.keys = keys;
        this.receipts = receipts;
        this.prices = prices;
        this.screens = screens;
    }

    @GetMapping("/session-keys/{id}/receipts/{place}")
    ModelAndView receipt(Caller caller, @PathVariable UUID id, @PathVariable String place, HttpServletRequest request) {
        Rights.require(caller, Permission.SESSION_KEYS_READ);
        var key = keys.find(caller.orgId(), id).orElseThrow(Rights::absent);
        var asked = place(place).orElseThrow(Rights::absent);
        var before = new Receipts.Place(asked.channelId(), asked.seq() - 1);
        var receipt = receipts.after(caller.orgId(), id, Optional.of(before), 1).stream()
                .filter(one ->
                        one.seq() == asked.seq() && one.body().channelId().equals(asked.channelId()))
                .findFirst()
                .orElseThrow(Rights::absent);
        var price = prices.version(caller.orgId(), receipt.body().priceVersion())
                .flatMap(book -> book.route(receipt.body().route()))
                .flatMap(route -> route.price(receipt.body().model()));
        return screens.page(
                request,
                "keys/receipt",
                Map.of(
                        "key",
                        key,
                        "receipt",
                        receipt,
                        "bill",
                        price.map(one -> Bill.of(one, receipt, key.token())),
                        "head",
                        receipts.heads(caller.orgId(), asked.channelId()).stream()
                                .filter(one -> one.chain().seq() >= asked.seq())
                                .findFirst()));
    }

    /** Empty for no text; what is no place does not exist. */
    static Optional<Receipts.Place> place(String text) {
        try {
            return text.isEmpty() ? Optional.empty() : Optional.of(Receipts.Place.of(text));
        } catch (IllegalArgumentException _) {
            throw Rights.absent();
        }
    }
}
