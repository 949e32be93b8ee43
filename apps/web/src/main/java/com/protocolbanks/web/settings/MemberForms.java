package com.protocolbanks.web.settings;

import com.protocolbanks.evm.Address;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Members.NewMember;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.identity.Role;
import com.protocolbanks.web.api.Rights;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;

/** Owners change who belongs to the organization, and what they are trusted with. */
@Controller
@RequestMapping("/settings/members")
class MemberForms {
    private final Members members;
    private final SettingsPage page;

    MemberForms(Members members, SettingsPage page) {
        this.members = members;
        this.page = page;
    }

    @PostMapping
    Object add(
            Caller caller,
            @RequestParam String name,
            @RequestParam String wallet,
            @RequestParam(defaultValue = "") List<Role> roles,
            HttpServletRequest request) {
        Rights.require(caller, Permission.MEMBERS_WRITE);
        if (roles.isEmpty()) {
            return page.refused(caller, request, "members.roles");
        }
        Address address;
        try {
            address = Address.of(wallet.strip());
        } catch (IllegalArgumentException notAnAddress) {
            return page.refused(caller, request, "members.wallet");
        }
        var member =
                new NewMember(name.strip(), Optional.empty(), caller.locale(), Set.copyOf(roles), List.of(address));
        return answer(caller, request, members.add(caller.orgId(), member));
    }

    @PostMapping("/{id}/roles")
    Object roles(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") List<Role> roles,
            HttpServletRequest request) {
        Rights.require(caller, Permission.MEMBERS_WRITE);
        return roles.isEmpty()
                ? page.refused(caller, request, "members.roles")
                : answer(caller, request, members.setRoles(caller.orgId(), id, Set.copyOf(roles)));
    }

    /** For good: a member who left is not let in again under the same entry. */
    @PostMapping("/{id}/deactivate")
    Object deactivate(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        Rights.require(caller, Permission.MEMBERS_WRITE);
        return answer(caller, request, members.deactivate(caller.orgId(), id));
    }

    private Object answer(Caller caller, HttpServletRequest request, Members.Outcome outcome) {
        return switch (outcome) {
            case Members.Outcome.Changed _ -> "redirect:/settings";
            case Members.Outcome.Unknown _ -> throw Rights.absent();
            case Members.Outcome.LastOwner _ -> page.refused(caller, request, "members.lastOwner");
            case Members.Outcome.WalletTaken _ -> page.refused(caller, request, "members.taken");
            case Members.Outcome.Unusable(var field) -> page.refused(caller, request, "members." + field);
        };
    }
}
