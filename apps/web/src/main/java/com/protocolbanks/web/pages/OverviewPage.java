package com.protocolbanks.web.pages;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.progress.Reconciliations;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** What needs the reader, money on its way, the last runs and the wallet. */
@Controller
public class OverviewPage {
    private static final int RECENT = 50;
    private static final int SHOWN = 6;

    private final Batches batches;
    private final Reconciliations reconciliations;
    private final Organizations organizations;
    private final Balances balances;
    private final Screens screens;

    OverviewPage(
            Batches batches,
            Reconciliations reconciliations,
            Organizations organizations,
            Balances balances,
            Screens screens) {
        this.batches = batches;
        this.reconciliations = reconciliations;
        this.organizations = organizations;
        this.balances = balances;
        this.screens = screens;
    }

    /** Something only this reader, or somebody with these rights, can move on. */
    public record Task(Batch batch, String what, String where) {}

    @GetMapping("/")
    ModelAndView overview(Caller caller, HttpServletRequest request) {
        var recent = batches.list(caller.orgId(), Optional.empty(), RECENT);
        var differing = reconciliations.differing(caller.orgId());
        var flying = new TreeMap<String, BigDecimal>();
        recent.stream()
                .filter(batch -> isMoving(batch.stage()))
                .forEach(batch -> flying.merge(
                        batch.tokenSymbol(),
                        batch.totalAmount().subtract(batch.counts().paidAmount()),
                        BigDecimal::add));
        return screens.page(
                request,
                "overview",
                Map.of(
                        "organization",
                        organizations.find(caller.orgId()).orElseThrow(Rights::absent),
                        "tasks",
                        recent.stream()
                                .flatMap(batch -> task(caller, batch, differing).stream())
                                .toList(),
                        "inFlight",
                        flying,
                        "recent",
                        recent.stream().limit(SHOWN).toList()));
    }

    /** The balances come by themselves, so that a slow chain does not hold the page up. */
    @GetMapping("/overview/balances")
    ModelAndView balances(Caller caller, HttpServletRequest request) {
        return screens.page(request, "overview-balances", Map.of("balances", balances.of(caller.orgId())));
    }

    private static boolean isMoving(Stage stage) {
        return switch (stage) {
            case QUEUED, SENDING, CONFIRMING, AWAITING_BANK -> true;
            case AWAITING_APPROVAL, DOCUMENTS, DONE, REJECTED, EXPIRED, CANCELLED -> false;
        };
    }

    private static Optional<Task> task(Caller caller, Batch batch, Set<UUID> differing) {
        String page = "/payouts/" + batch.id();
        if (differing.contains(batch.id())) {
            return Optional.of(new Task(batch, "differs", page));
        }
        if (batch.stall().isPresent()) {
            return Optional.of(new Task(batch, "stalled", page));
        }
        return switch (batch.stage()) {
            case AWAITING_APPROVAL ->
                caller.may(Permission.PAYOUTS_APPROVE) && !batch.createdBy().equals(caller.memberId())
                        ? Optional.of(new Task(batch, "approve", page + "/approve"))
                        : Optional.empty();
            case AWAITING_BANK ->
                caller.may(Permission.FIAT_RESULTS) && !batch.createdBy().equals(caller.memberId())
                        ? Optional.of(new Task(batch, "bank", page + "#bank"))
                        : Optional.empty();
            case DOCUMENTS, DONE ->
                batch.counts().failed() > 0 && caller.may(Permission.PAYOUTS_WRITE)
                        ? Optional.of(new Task(batch, "failed", page + "?status=FAILED"))
                        : Optional.empty();
            case QUEUED, SENDING, CONFIRMING, REJECTED, EXPIRED, CANCELLED -> Optional.empty();
        };
    }
}
