package com.protocolbanks.web.pages;

import com.protocolbanks.evm.Address;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.people.Employee;
import com.protocolbanks.payroll.people.EmployeeOutcome;
import com.protocolbanks.payroll.people.Employees;
import com.protocolbanks.payroll.splits.PaymentConfig;
import com.protocolbanks.payroll.tokens.Tokens;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.people.EmployeeBody;
import com.protocolbanks.web.problem.RefusedRequest;
import com.protocolbanks.web.screens.Screens;
import jakarta.servlet.http.HttpServletRequest;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.ModelAttribute;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.servlet.ModelAndView;

/** The people: a list, and one person with split, address and history. */
@Controller
@RequestMapping("/people")
class PeoplePages {
    private static final int PER_PAGE = 100;

    private final Employees employees;
    private final Tokens tokens;
    private final Screens screens;

    PeoplePages(Employees employees, Tokens tokens, Screens screens) {
        this.employees = employees;
        this.tokens = tokens;
        this.screens = screens;
    }

    @GetMapping
    ModelAndView list(Caller caller, @RequestParam Optional<UUID> after, HttpServletRequest request) {
        Rights.require(caller, Permission.EMPLOYEES_READ);
        var found = employees.list(caller.orgId(), after, PER_PAGE + 1);
        boolean more = found.size() > PER_PAGE;
        var shown = more ? found.subList(0, PER_PAGE) : found;
        return screens.page(
                request,
                "people/list",
                Map.of("people", shown, "next", more ? shown.getLast().id().toString() : ""));
    }

    @GetMapping("/new")
    ModelAndView fresh(Caller caller, HttpServletRequest request) {
        Rights.require(caller, Permission.EMPLOYEES_WRITE);
        return form(caller, request, PersonForm.EMPTY, Optional.empty(), "");
    }

    @GetMapping("/{id}")
    ModelAndView person(Caller caller, @PathVariable UUID id, HttpServletRequest request) {
        Rights.require(caller, Permission.EMPLOYEES_READ);
        var employee = employees.find(caller.orgId(), id).orElseThrow(Rights::absent);
        return form(caller, request, PersonForm.of(employee), Optional.of(employee), "");
    }

    @PostMapping
    Object create(Caller caller, @ModelAttribute PersonForm sent, HttpServletRequest request) {
        Rights.require(caller, Permission.EMPLOYEES_WRITE);
        return saved(caller, request, sent, Optional.empty());
    }

    @PostMapping("/{id}")
    Object update(Caller caller, @PathVariable UUID id, @ModelAttribute PersonForm sent, HttpServletRequest request) {
        Rights.require(caller, Permission.EMPLOYEES_WRITE);
        return saved(
                caller,
                request,
                sent,
                Optional.of(employees.find(caller.orgId(), id).orElseThrow(Rights::absent)));
    }

    /** A second member says that a new address is right. */
    @PostMapping("/{id}/vouch")
    Object vouch(Caller caller, @PathVariable UUID id, @RequestParam String address, HttpServletRequest request) {
        Rights.require(caller, Permission.ADDRESSES_CONFIRM);
        var employee = employees.find(caller.orgId(), id).orElseThrow(Rights::absent);
        try {
            employees.vouch(caller, id, Address.of(address.strip()));
            return "redirect:/people/" + id;
        } catch (IllegalArgumentException notAnAddress) {
            return form(caller, request, PersonForm.of(employee), Optional.of(employee), "walletAddress");
        }
    }

    private Object saved(Caller caller, HttpServletRequest request, PersonForm sent, Optional<Employee> known) {
        EmployeeOutcome outcome;
        try {
            EmployeeBody body = sent.body();
            outcome = known.isPresent()
                    ? employees.update(caller, known.get().id(), body.draft())
                    : employees.create(caller, body.draft());
        } catch (RefusedRequest refused) {
            return form(caller, request, sent, known, refused.problem().detail());
        }
        return switch (outcome) {
            case EmployeeOutcome.Saved(var employee) -> "redirect:/people/" + employee.id();
            case EmployeeOutcome.Unusable(var field) -> form(caller, request, sent, known, field);
            case EmployeeOutcome.Taken(var field) -> form(caller, request, sent, known, "taken." + field);
            case EmployeeOutcome.NeedsSecondMember _ -> form(caller, request, sent, known, "secondMember");
            case EmployeeOutcome.Unknown _ -> throw Rights.absent();
        };
    }

    /** @param wrong the field to repair, with {@code taken.} before it when somebody else has it; empty when nothing is */
    private ModelAndView form(
            Caller caller, HttpServletRequest request, PersonForm values, Optional<Employee> known, String wrong) {
        var page = screens.page(
                request,
                "people/person",
                Map.of(
                        "form",
                        values,
                        "known",
                        known,
                        "wrong",
                        wrong,
                        "keys",
                        splitKeys(caller),
                        "changes",
                        known.map(employee -> employees.changes(caller.orgId(), employee.id()))
                                .orElse(List.of())));
        if (!wrong.isEmpty()) {
            page.setStatus(HttpStatus.UNPROCESSABLE_CONTENT);
        }
        return page;
    }

    private List<String> splitKeys(Caller caller) {
        var keys = new ArrayList<>(tokens.list(caller.orgId()).stream()
                .map(token -> token.asset().symbol().toLowerCase(Locale.ROOT))
                .toList());
        keys.add(PaymentConfig.FIAT);
        return keys;
    }
}
