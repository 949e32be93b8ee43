package com.protocolbanks.web.sessionkeys;

import com.protocolbanks.billing.risk.RiskRule;
import com.protocolbanks.billing.risk.RiskRules;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.web.api.Listing;
import com.protocolbanks.web.api.RequestKey;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/** When session keys are frozen by themselves. */
@RestController
@RequestMapping("/api/v1/risk-rules")
class RiskRulesApi {
    private final RiskRules rules;
    private final KeyedChange changes;

    RiskRulesApi(RiskRules rules, KeyedChange changes) {
        this.rules = rules;
        this.changes = changes;
    }

    /** A rule; {@code most} is decimal text. */
    record RuleView(UUID id, @Nullable UUID sessionKeyId, String kind, String most, Instant createdAt) {
        static RuleView of(RiskRule rule) {
            return new RuleView(
                    rule.id(),
                    rule.keyId().orElse(null),
                    rule.kind().name(),
                    rule.most().stripTrailingZeros().toPlainString(),
                    rule.createdAt());
        }
    }

    /**
     * A rule as it is handed in.
     *
     * @param sessionKeyId the one key it is for; left out, it is for all
     * @param kind {@code REQUESTS_PER_MINUTE}, {@code SPEND_PER_MINUTE}, {@code SPEND_PER_DAY}, {@code
     *     MODEL_PRICE} or {@code COUNTRIES}
     * @param most decimal text
     */
    record RuleBody(
            @Nullable UUID sessionKeyId,
            @Nullable String kind,
            @Nullable String most) {
        RiskRule.Kind readKind() {
            try {
                return RiskRule.Kind.valueOf(kind == null ? "" : kind);
            } catch (IllegalArgumentException _) {
                throw unreadable("kind");
            }
        }

        BigDecimal readMost() {
            if (most == null || !most.matches("[0-9]{1,20}(\\.[0-9]{1,20})?")) {
                throw unreadable("most");
            }
            return new BigDecimal(most);
        }
    }

    private static RefusedRequest unreadable(String field) {
        return new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "field_unreadable", field));
    }

    @GetMapping
    Listing<RuleView> list(Caller caller) {
        Rights.require(caller, Permission.SESSION_KEYS_READ);
        return new Listing<>(
                rules.list(caller.orgId()).stream().map(RuleView::of).toList(), null);
    }

    @PostMapping
    ResponseEntity<RuleView> add(Caller caller, @RequestBody RuleBody body, HttpServletRequest request) {
        Rights.require(caller, Permission.SESSION_KEYS_WRITE);
        var once = RequestKey.of(request, caller, "POST /risk-rules", body);
        var kind = body.readKind();
        var most = body.readMost();
        var keyId = Optional.ofNullable(body.sessionKeyId());
        var led = changes.once(caller, once, HttpStatus.CREATED.value(), () -> switch (rules.add(
                caller.orgId(), keyId, kind, most, caller.words())) {
            case RiskRules.Added.Now(RiskRule rule) -> rule.id();
            case RiskRules.Added.OutOfRange _ -> throw unreadable("most");
            case RiskRules.Added.UnknownKey _ -> throw Rights.absent();
        });
        return rules.list(caller.orgId()).stream()
                .filter(rule -> rule.id().equals(led.key()))
                .map(RuleView::of)
                .findFirst()
                .map(view -> ResponseEntity.status(HttpStatus.CREATED).body(view))
                .orElseThrow(Rights::absent);
    }

    @DeleteMapping("/{id}")
    ResponseEntity<Void> remove(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.SESSION_KEYS_WRITE);
        if (!rules.remove(caller.orgId(), id)) {
            throw Rights.absent();
        }
        return ResponseEntity.noContent().build();
    }
}
