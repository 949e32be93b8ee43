package com.protocolbanks.web.pages;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** All payrolls, and one of them as it goes along. */
@Controller
@RequestMapping("/payouts")
class PayoutPages {
    private static final int PER_PAGE = 50;

    private final Batches batches;
    private final BatchModels models;
    private final Screens screens;

    PayoutPages(Batches batches, BatchModels models, Screens screens) {
        this.batches = batches;
        this.models = models;
        this.screens = screens;
    }

    @GetMapping
    ModelAndView list(Caller caller, @RequestParam Optional<UUID> after, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        var found = batches.list(caller.orgId(), after, PER_PAGE + 1);
        boolean more = found.size() > PER_PAGE;
        var shown = more ? found.subList(0, PER_PAGE) : found;
        return screens.page(
                request,
                "payouts/list",
                Map.of("batches", shown, "next", more ? shown.getLast().id().toString() : ""));
    }

    @GetMapping("/{id}")
    ModelAndView batch(
            Caller caller,
            @PathVariable UUID id,
            @RequestParam(defaultValue = "") String status,
            @RequestParam(defaultValue = "0") int after,
            @RequestParam(defaultValue = "") String part,
            HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        var filter = Arrays.stream(PaymentStatus.values())
                .filter(one -> one.name().equals(status))
                .findFirst();
        var model = models.of(caller, id, filter, after).orElseThrow(Rights::absent);
        return screens.page(request, part.equals("live") ? "payouts/live" : "payouts/batch", Map.of("model", model));
    }
}
