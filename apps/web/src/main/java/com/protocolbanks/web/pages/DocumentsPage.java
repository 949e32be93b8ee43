package com.protocolbanks.web.pages;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.BatchStatus;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.Map;
import java.util.Optional;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.servlet.ModelAndView;

/** The documents of all completed payrolls. */
@Controller
class DocumentsPage {
    private static final int RECENT = 200;

    private final Batches batches;
    private final Screens screens;

    DocumentsPage(Batches batches, Screens screens) {
        this.batches = batches;
        this.screens = screens;
    }

    @GetMapping("/documents")
    ModelAndView list(Caller caller, HttpServletRequest request) {
        Rights.require(caller, Permission.PAYOUTS_READ);
        var completed = batches.list(caller.orgId(), Optional.empty(), RECENT).stream()
                .filter(batch -> batch.status() == BatchStatus.COMPLETED)
                .toList();
        return screens.page(request, "documents", Map.of("batches", completed));
    }
}
