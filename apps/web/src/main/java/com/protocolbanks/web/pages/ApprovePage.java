package com.protocolbanks.web.pages;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.identity.wallet.WalletOwners;
import com.protocolbanks.identity.wallet.WalletOwners.Ownership;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.approval.ApprovalRequests;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.approval.ApprovalView;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.servlet.ModelAndView;

/** One screen to read, check and sign a payroll. */
@Controller
class ApprovePage {
    private final ApprovalRequests requests;
    private final WalletOwners owners;
    private final Members members;
    private final Batches batches;
    private final Screens screens;

    ApprovePage(ApprovalRequests requests, WalletOwners owners, Members members, Batches batches, Screens screens) {
        this.requests = requests;
        this.owners = owners;
        this.members = members;
        this.batches = batches;
        this.screens = screens;
    }

    @GetMapping("/payouts/{id}/approve")
    ModelAndView approve(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        var open = requests.open(caller.orgId(), id).orElseThrow(Rights::absent);
        var ownership = open.requests().stream().findFirst().map(first -> owners.of(first.wallet()));
        var views = ownership.map(found -> views(open, found)).orElse(List.of());
        var maker = members.find(caller.orgId(), open.batch().createdBy())
                .map(member -> member.name())
                .orElse("");
        return screens.page(
                request,
                "payouts/approve",
                Map.of(
                        "batch", open.batch(),
                        "requests", views,
                        "onePerson", ownership.map(Ownership::oneIsEnough).orElse(false),
                        "changes", open.changes(),
                        "maker", maker,
                        "isMaker", batches.madeBy(open.batch(), caller.memberId())));
    }

    private static List<ApprovalView> views(ApprovalRequests.Approvable open, Ownership ownership) {
        return open.requests().stream()
                .map(one -> ApprovalView.of(one, open.approvals(), ownership))
                .toList();
    }
}
