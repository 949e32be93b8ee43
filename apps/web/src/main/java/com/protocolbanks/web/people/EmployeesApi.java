package com.protocolbanks.web.people;

import com.protocolbanks.database.Database;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.payroll.idempotency.Idempotency;
import com.protocolbanks.payroll.people.Employee;
import com.protocolbanks.payroll.people.EmployeeOutcome;
import com.protocolbanks.payroll.people.Employees;
import com.protocolbanks.payroll.splits.PaymentConfig;
import com.protocolbanks.web.api.Listing;
import com.protocolbanks.web.api.RequestKey;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.ProblemWriter;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;
import tools.jackson.databind.json.JsonMapper;

/** The people an organization pays. */
@RestController
@RequestMapping("/api/v1/employees")
class EmployeesApi {
    private static final String ROUTE = "POST /employees";

    private final Employees employees;
    private final Database database;
    private final Idempotency idempotency;
    private final ProblemWriter problems;
    private final JsonMapper json;

    EmployeesApi(
            Employees employees, Database database, Idempotency idempotency, ProblemWriter problems, JsonMapper json) {
        this.employees = employees;
        this.database = database;
        this.idempotency = idempotency;
        this.problems = problems;
        this.json = json;
    }

    /** A person as stored; bank details are shown as a fact only. */
    record EmployeeView(
            UUID id,
            @Nullable String employeeNumber,
            String name,
            String walletAddress,
            Map<String, BigDecimal> paymentConfig,
            @Nullable String email,
            boolean hasBank) {
        static EmployeeView of(Employee employee) {
            return new EmployeeView(
                    employee.id(),
                    employee.number().orElse(null),
                    employee.name(),
                    employee.walletAddress().toString(),
                    employee.paymentConfig()
                            .<Map<String, BigDecimal>>map(PaymentConfig::percents)
                            .orElse(Map.of()),
                    employee.email().orElse(null),
                    employee.hasBank());
        }
    }

    @GetMapping
    Listing<EmployeeView> list(
            Caller caller,
            @RequestParam Optional<UUID> after,
            @RequestParam(defaultValue = "" + Listing.DEFAULT_LIMIT) int limit) {
        Rights.require(caller, Permission.EMPLOYEES_READ);
        int shown = Listing.limit(limit);
        return Listing.of(
                employees.list(caller.orgId(), after, shown + 1),
                shown,
                EmployeeView::of,
                employee -> employee.id().toString());
    }

    @GetMapping("/{id}")
    EmployeeView find(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.EMPLOYEES_READ);
        return employees.find(caller.orgId(), id).map(EmployeeView::of).orElseThrow(Rights::absent);
    }

    @PostMapping
    ResponseEntity<Object> create(Caller caller, @RequestBody EmployeeBody body, HttpServletRequest request) {
        Rights.require(caller, Permission.EMPLOYEES_WRITE);
        var key = RequestKey.of(request, ROUTE);
        var scope = new Idempotency.Scope(caller.orgId(), caller.words(), key.route(), key.key());
        byte[] fingerprint = Idempotency.fingerprint(json.writeValueAsBytes(body));
        try {
            return database.inOrganization(caller.orgId(), dsl -> switch (idempotency.begin(dsl, scope, fingerprint)) {
                case Idempotency.Fresh _ ->
                    created(
                            dsl,
                            caller,
                            body,
                            request,
                            id -> idempotency.finish(dsl, scope, fingerprint, HttpStatus.CREATED.value(), id));
                case Idempotency.Done(var status, var id, var answer) ->
                    id.flatMap(found -> employees.find(caller.orgId(), found))
                            .<ResponseEntity<Object>>map(
                                    found -> ResponseEntity.status(status).body(EmployeeView.of(found)))
                            .orElseThrow(Rights::absent);
                case Idempotency.InProgress _ ->
                    problems.answer(request, Problem.of(HttpStatus.CONFLICT, "in_progress"));
                case Idempotency.KeyReused _ ->
                    problems.answer(request, Problem.of(HttpStatus.CONFLICT, "idempotency_key_reused"));
            });
        } catch (IntegrityConstraintViolationException taken) {
            return problems.answer(request, Problem.of(HttpStatus.CONFLICT, "employee_taken"));
        }
    }

    private ResponseEntity<Object> created(
            DSLContext dsl, Caller caller, EmployeeBody body, HttpServletRequest request, Consumer<UUID> finish) {
        return switch (employees.create(dsl, caller, body.draft())) {
            case EmployeeOutcome.Saved(var employee) -> {
                finish.accept(employee.id());
                yield ResponseEntity.status(HttpStatus.CREATED)
                        .header("Location", "/api/v1/employees/" + employee.id())
                        .body(EmployeeView.of(employee));
            }
            case EmployeeOutcome.Unusable(var field) ->
                problems.answer(request, Problem.of(HttpStatus.UNPROCESSABLE_CONTENT, "employee_unusable", field));
            case EmployeeOutcome.Taken(var field) ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "employee_taken", field));
            case EmployeeOutcome.NeedsSecondMember _ ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "employee_needs_second_member"));
            case EmployeeOutcome.Unknown _ -> throw Rights.absent();
        };
    }
}
