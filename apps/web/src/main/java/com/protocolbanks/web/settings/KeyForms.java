package com.protocolbanks.web.settings;

import com.protocolbanks.identity.ApiKeys;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.identity.Scope;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.http.HttpServletRequest;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Owners give programs keys, and take them away. */
@Controller
@RequestMapping("/settings/api-keys")
class KeyForms {
    private final ApiKeys keys;
    private final SettingsPage page;
    private final Screens screens;
    private final Clock clock;

    KeyForms(ApiKeys keys, SettingsPage page, Screens screens, Clock clock) {
        this.keys = keys;
        this.page = page;
        this.screens = screens;
        this.clock = clock;
    }

    /**
     * Makes a key of the member and shows it, this once.
     *
     * @param days how long it counts; 0 for a key that does not expire by itself
     */
    @PostMapping
    Object create(
            Caller caller,
            @RequestParam String name,
            @RequestParam UUID member,
            @RequestParam(defaultValue = "") List<Scope> scopes,
            @RequestParam(defaultValue = "0") int days,
            HttpServletRequest request) {
        Rights.require(caller, Permission.KEYS_WRITE);
        var until = days > 0 ? Optional.of(clock.instant().plus(Duration.ofDays(days))) : Optional.<Instant>empty();
        return switch (keys.create(caller.orgId(), member, name, Set.copyOf(scopes), until)) {
            case ApiKeys.Made.Created made ->
                screens.page(request, "settings/key-made", Map.of("text", made.text(), "key", made.key()));
            case ApiKeys.Made.UnknownMember _ -> page.refused(caller, request, "keys.member");
            case ApiKeys.Made.Unusable(var field) -> page.refused(caller, request, "keys." + field);
        };
    }

    /** One that counts no more already stays as it is. */
    @PostMapping("/{id}/revoke")
    String revoke(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.KEYS_WRITE);
        keys.revoke(caller.orgId(), id);
        return "redirect:/settings#keys";
    }
}
