package com.protocolbanks.web.sessionkeys;

import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.web.api.Listing;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.time.Clock;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.springframework.http.HttpStatus;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.node.ObjectNode;

/** What a session key used, receipt by receipt and summed up. */
@RestController
@RequestMapping("/api/v1/session-keys/{id}")
class UsageApi {
    private static final int MOST_STRETCHES = 1_440;

    private final SessionKeys keys;
    private final Receipts receipts;
    private final Clock clock;

    UsageApi(SessionKeys keys, Receipts receipts, Clock clock) {
        this.keys = keys;
        this.receipts = receipts;
        this.clock = clock;
    }

    /** Receipts in the order of channel and seq, as the gateway wrote them. */
    @GetMapping("/receipts")
    Listing<ObjectNode> receipts(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam Optional<String> after,
            @RequestParam(defaultValue = "" + Listing.DEFAULT_LIMIT) int limit) {
        visible(caller, id);
        var place =
                after.filter(text -> !text.isBlank()).map(text -> parameter("after", () -> Receipts.Place.of(text)));
        int shown = Listing.limit(limit);
        return Listing.of(
                receipts.after(caller.orgId(), id, place, shown + 1), shown, ReceiptJson::write, UsageApi::place);
    }

    private static String place(UsageReceipt receipt) {
        return new Receipts.Place(receipt.body().channelId(), receipt.seq()).toString();
    }

    /**
     * Usage by minute, hour or day.
     *
     * @param from RFC 3339; left out, it is a day, a month or a year ago
     */
    @GetMapping("/usage")
    List<SessionKeyView.Usage> usage(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "minute") String granularity,
            @RequestParam Optional<String> from) {
        visible(caller, id);
        var fine = parameter("granularity", () -> Receipts.Granularity.valueOf(granularity.toUpperCase(Locale.ROOT)));
        Instant since = from.map(text -> parameter("from", () -> Instant.parse(text)))
                .orElseGet(() -> clock.instant().minus(usual(fine)));
        return receipts.usage(caller.orgId(), id, fine, since, MOST_STRETCHES).stream()
                .map(SessionKeyView.Usage::of)
                .toList();
    }

    private static Duration usual(Receipts.Granularity granularity) {
        return switch (granularity) {
            case MINUTE -> Duration.ofDays(1);
            case HOUR -> Duration.ofDays(31);
            case DAY -> Duration.ofDays(366);
        };
    }

    /** What gateways signed of a channel's receipts. */
    @GetMapping("/channels/{channelId}/heads")
    List<SessionKeyView.Head> heads(Caller caller, @PathVariable UUID id, @PathVariable String channelId) {
        visible(caller, id);
        Hash32 channel = parameter("channelId", () -> Hash32.of(channelId));
        boolean ofKey = receipts.channels(caller.orgId(), id).stream()
                .anyMatch(one -> one.channelId().equals(channel));
        if (!ofKey) {
            throw Rights.absent();
        }
        return receipts.heads(caller.orgId(), channel).stream()
                .map(SessionKeyView.Head::of)
                .toList();
    }

    private SessionKey visible(Caller caller, UUID id) {
        Rights.require(caller, Permission.SESSION_KEYS_READ);
        return keys.find(caller.orgId(), id).orElseThrow(Rights::absent);
    }

    private static <T> T parameter(String name, Supplier<T> reading) {
        try {
            return reading.get();
        } catch (IllegalArgumentException | DateTimeException _) {
            throw new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "field_unreadable", name));
        }
    }
}
