package com.protocolbanks.web.spending;

import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.identity.wallet.WalletOwners;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** Making a session key, and signing its grant owner by owner. */
@Controller
class NewKeyPage {
    private final SessionKeys keys;
    private final Organizations organizations;
    private final WalletOwners owners;
    private final PriceBooks prices;
    private final Screens screens;

    NewKeyPage(SessionKeys keys, Organizations organizations, WalletOwners owners, PriceBooks prices, Screens screens) {
        this.keys = keys;
        this.organizations = organizations;
        this.owners = owners;
        this.prices = prices;
        this.screens = screens;
    }

    @GetMapping("/session-keys/new")
    ModelAndView fresh(Caller caller, HttpServletRequest request) {
        Rights.require(caller, Permission.SESSION_KEYS_READ);
        var organization = organizations.find(caller.orgId()).orElseThrow(Rights::absent);
        return screens.page(
                request,
                "keys/new",
                Map.of(
                        "wallet", organization.walletAddress(),
                        "chainId", organization.chainId().value(),
                        "ownership", owners.of(organization.walletAddress()),
                        "tokens", keys.tokens(),
                        "prices", prices.current(caller.orgId())));
    }
}
