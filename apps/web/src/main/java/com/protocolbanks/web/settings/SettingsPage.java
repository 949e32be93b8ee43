package com.protocolbanks.web.settings;

import com.protocolbanks.identity.ApiKeys;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.tokens.Tokens;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** The organization as it is set up. */
@Controller
class SettingsPage {
    private final Organizations organizations;
    private final Members members;
    private final ApiKeys keys;
    private final Tokens tokens;
    private final Screens screens;

    SettingsPage(Organizations organizations, Members members, ApiKeys keys, Tokens tokens, Screens screens) {
        this.organizations = organizations;
        this.members = members;
        this.keys = keys;
        this.tokens = tokens;
        this.screens = screens;
    }

    @GetMapping("/settings")
    ModelAndView settings(Caller caller, HttpServletRequest request) {
        return shown(caller, request, "");
    }

    /** The page with what is to be repaired: {@code members.FIELD} or {@code keys.FIELD}. */
    ModelAndView refused(Caller caller, HttpServletRequest request, String wrong) {
        var page = shown(caller, request, wrong);
        page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        return page;
    }

    private ModelAndView shown(Caller caller, HttpServletRequest request, String wrong) {
        Rights.require(caller, Permission.MEMBERS_READ);
        boolean seesKeys = caller.may(Permission.KEYS_WRITE);
        return screens.page(
                request,
                "settings/show",
                Map.of(
                        "organization", organizations.find(caller.orgId()).orElseThrow(Rights::absent),
                        "members", members.list(caller.orgId()),
                        "keys", seesKeys ? keys.list(caller.orgId()) : List.<ApiKeys.ApiKey>of(),
                        "tokens", tokens.list(caller.orgId()),
                        "wrong", wrong));
    }
}
