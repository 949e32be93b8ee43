package com.protocolbanks.web.spending;

import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.keys.SessionKeys.SwitchOutcome;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The session keys, and one of them with its limit, its usage and what was charged and claimed. */
@Controller
@RequestMapping("/session-keys")
class SessionKeyPages {
    private static final int RECEIPTS = 50;
    /** What a member may give; the other reasons are the house's own. */
    private static final List<FreezeReason> REASONS =
            List.of(FreezeReason.MEMBER, FreezeReason.OVERSPEND, FreezeReason.STOLEN);

    private final SessionKeys keys;
    private final Receipts receipts;
    private final Members members;
    private final Screens screens;
    private final Clock clock;

    SessionKeyPages(SessionKeys keys, Receipts receipts, Members members, Screens screens, Clock clock) {
        this.keys = keys;
        this.receipts = receipts;
        this.members = members;
        this.screens = screens;
        this.clock = clock;
    }

    @GetMapping
    ModelAndView list(Caller caller, HttpServletRequest request) {
        Rights.require(caller, Permission.SESSION_KEYS_READ);
        var found = keys.list(caller.orgId()).stream()
                .map(key -> KeyCard.of(key, clock.instant()))
                .toList();
        return screens.page(request, "keys/list", Map.of("keys", found));
    }

    @GetMapping("/{id}")
    ModelAndView key(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String part,
            @RequestParam(defaultValue = "") String before,
            HttpServletRequest request) {
        Rights.require(caller, Permission.SESSION_KEYS_READ);
        var key = keys.find(caller.orgId(), id).orElseThrow(Rights::absent);
        var found = receipts.newest(caller.orgId(), id, ReceiptPage.place(before), RECEIPTS + 1);
        return screens.page(
                request,
                part.equals("live") ? "keys/live" : "keys/key",
                Map.of(
                        "card", KeyCard.of(key, clock.instant()),
                        "events", keys.events(caller.orgId(), id),
                        "actors", Actors.of(members.list(caller.orgId())),
                        "reasons", REASONS,
                        "receipts", Leaf.of(found, RECEIPTS, before),
                        "claims", receipts.claims(caller.orgId(), id)));
    }

    @PostMapping("/{id}/freeze")
    String freeze(Caller caller, @PathVariable UUID id, @RequestParam String reason) {
        Rights.require(caller, Permission.SESSION_KEYS_FREEZE);
        var given = REASONS.stream()
                .filter(one -> one.name().equals(reason))
                .findFirst()
                .orElseThrow(() -> new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "bad_request")));
        return back(keys.freeze(caller.orgId(), id, given, caller.words()));
    }

    @PostMapping("/{id}/unfreeze")
    String unfreeze(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.SESSION_KEYS_WRITE);
        return back(keys.unfreeze(caller.orgId(), id, caller.words()));
    }

    private static String back(SwitchOutcome outcome) {
        return switch (outcome) {
            case SwitchOutcome.Now(var key, boolean _) -> "redirect:/session-keys/" + key.id();
            case SwitchOutcome.NotFound _ -> throw Rights.absent();
        };
    }
}
