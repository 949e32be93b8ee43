package com.protocolbanks.web.sessionkeys;

import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.KeyProblem;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.keys.SessionKeys.CreateOutcome;
import com.protocolbanks.billing.keys.SessionKeys.SwitchOutcome;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.web.api.Listing;
import com.protocolbanks.web.api.RequestKey;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.language.Languages;
import com.protocolbanks.web.language.Messages;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** Session keys: made by a signed grant, frozen, freed and settled. */
@RestController
@RequestMapping("/api/v1/session-keys")
class SessionKeysApi {
    private static final String PLACE = "/api/v1/session-keys";

    private final SessionKeys keys;
    private final Receipts receipts;
    private final KeyedChange changes;
    private final Messages messages;
    private final Languages languages;

    SessionKeysApi(SessionKeys keys, Receipts receipts, KeyedChange changes, Messages messages, Languages languages) {
        this.keys = keys;
        this.receipts = receipts;
        this.changes = changes;
        this.messages = messages;
        this.languages = languages;
    }

    @GetMapping
    Listing<SessionKeyView> list(Caller caller) {
        Rights.require(caller, Permission.SESSION_KEYS_READ);
        List<SessionKeyView> all =
                keys.list(caller.orgId()).stream().map(SessionKeyView::of).toList();
        return new Listing<>(all, null);
    }

    @GetMapping("/{id}")
    SessionKeyView.Whole find(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.SESSION_KEYS_READ);
        SessionKey key = keys.find(caller.orgId(), id).orElseThrow(Rights::absent);
        return new SessionKeyView.Whole(
                SessionKeyView.of(key),
                receipts.channels(caller.orgId(), id).stream()
                        .map(SessionKeyView.Channel::of)
                        .toList(),
                receipts.claims(caller.orgId(), id).stream()
                        .map(SessionKeyView.Claim::of)
                        .toList(),
                keys.events(caller.orgId(), id).stream()
                        .map(SessionKeyView.Event::of)
                        .toList());
    }

    @PostMapping
    ResponseEntity<SessionKeyView> create(Caller caller, @RequestBody SessionKeyBody body, HttpServletRequest request) {
        Rights.require(caller, Permission.SESSION_KEYS_WRITE);
        var once = RequestKey.of(request, caller, "POST /session-keys", body);
        var wanted = body.read(keys.tokens());
        var led = changes.once(caller, once, HttpStatus.CREATED.value(), () -> switch (keys.create(caller, wanted)) {
            case CreateOutcome.Created(SessionKey key) -> key.id();
            case CreateOutcome.Already(SessionKey key) -> key.id();
            case CreateOutcome.Refused(var problems) -> throw refused(request, problems);
            case CreateOutcome.Unavailable _ ->
                throw new RefusedRequest(Problem.of(HttpStatus.SERVICE_UNAVAILABLE, "chain_unavailable"));
        });
        return ResponseEntity.status(HttpStatus.CREATED)
                .header("Location", PLACE + "/" + led.key())
                .body(view(caller, led.key()));
    }

    private RefusedRequest refused(HttpServletRequest request, List<KeyProblem> problems) {
        var language = languages.of(request);
        return new RefusedRequest(Problem.withErrors(
                HttpStatus.UNPROCESSABLE_CONTENT,
                "session_key_refused",
                problems.stream()
                        .map(problem -> new Problem.FieldError(
                                "",
                                0,
                                problem.field(),
                                problem.name(),
                                "ERROR",
                                "",
                                "",
                                messages.find(language, "session_key." + problem.name())
                                        .orElse(problem.name()),
                                ""))
                        .toList()));
    }

    /** @param reason {@code STOLEN}, {@code OVERSPEND} or {@code MEMBER}; left out, it is {@code MEMBER} */
    record FreezeBody(@Nullable String reason) {
        FreezeReason read() {
            return switch (reason == null ? "MEMBER" : reason) {
                case "STOLEN" -> FreezeReason.STOLEN;
                case "OVERSPEND" -> FreezeReason.OVERSPEND;
                case "MEMBER" -> FreezeReason.MEMBER;
                default -> throw new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "field_unreadable", "reason"));
            };
        }
    }

    @PostMapping("/{id}/freeze")
    SessionKeyView freeze(
            Caller caller,
            @PathVariable UUID id,
            @RequestBody(required = false) @Nullable FreezeBody body,
            HttpServletRequest request) {
        Rights.require(caller, Permission.SESSION_KEYS_FREEZE);
        FreezeReason reason = body == null ? FreezeReason.MEMBER : body.read();
        var once = RequestKey.of(request, caller, "POST /session-keys/{id}/freeze", id, reason);
        changes.once(
                caller,
                once,
                HttpStatus.OK.value(),
                () -> switched(keys.freeze(caller.orgId(), id, reason, caller.words())));
        return view(caller, id);
    }

    @PostMapping("/{id}/unfreeze")
    SessionKeyView unfreeze(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        Rights.require(caller, Permission.SESSION_KEYS_WRITE);
        var once = RequestKey.of(request, caller, "POST /session-keys/{id}/unfreeze", id);
        changes.once(
                caller, once, HttpStatus.OK.value(), () -> switched(keys.unfreeze(caller.orgId(), id, caller.words())));
        return view(caller, id);
    }

    /** What the key used is claimed on chain soon; how far that is, its claims tell. */
    @PostMapping("/{id}/settle")
    ResponseEntity<SessionKeyView> settle(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        Rights.require(caller, Permission.SESSION_KEYS_WRITE);
        var once = RequestKey.of(request, caller, "POST /session-keys/{id}/settle", id);
        changes.once(
                caller,
                once,
                HttpStatus.ACCEPTED.value(),
                () -> switched(keys.settle(caller.orgId(), id, caller.words())));
        return ResponseEntity.accepted().body(view(caller, id));
    }

    private static UUID switched(SwitchOutcome outcome) {
        return switch (outcome) {
            case SwitchOutcome.Now now -> now.key().id();
            case SwitchOutcome.NotFound _ -> throw Rights.absent();
        };
    }

    private SessionKeyView view(Caller caller, UUID id) {
        return keys.find(caller.orgId(), id).map(SessionKeyView::of).orElseThrow(Rights::absent);
    }
}
