package com.protocolbanks.web.sessionkeys;

import com.protocolbanks.database.Database;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.payroll.idempotency.Idempotency;
import com.protocolbanks.payroll.idempotency.Once;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.exception.IntegrityConstraintViolationException;
import org.springframework.http.HttpStatus;
import org.springframework.stereotype.Component;

/**
 * Changes of session keys that act once per {@code Idempotency-Key}.
 *
 * <p>The key is used up after the change: what is repeated between the two finds the grant's nonce used by the same grant,
 * or the switch where it put it.
 */
@Component
record KeyedChange(Database database, Idempotency idempotency) {
    /**
     * The session key a change led to.
     *
     * @param repeated whether it was this request's change at an earlier time
     */
    record Led(UUID key, boolean repeated) {}

    /** @throws RefusedRequest when the same key is at work now, or was used for something else */
    Led once(Caller caller, Once.Request request, int status, Supplier<UUID> change) {
        Optional<UUID> before = database.inOrganization(
                caller.orgId(), dsl -> switch (idempotency.begin(dsl, request.scope(), request.fingerprint())) {
                    case Idempotency.Fresh _ -> Optional.empty();
                    case Idempotency.Done done -> done.resource();
                    case Idempotency.InProgress _ -> throw conflict("in_progress");
                    case Idempotency.KeyReused _ -> throw conflict("idempotency_key_reused");
                });
        if (before.isPresent()) {
            return new Led(before.get(), true);
        }
        UUID led = change.get();
        try {
            database.runInOrganization(
                    caller.orgId(),
                    dsl -> idempotency.finish(dsl, request.scope(), request.fingerprint(), status, led));
        } catch (IntegrityConstraintViolationException twin) {
            // the same request came twice at once, and both found the same
            return new Led(led, true);
        }
        return new Led(led, false);
    }

    private static RefusedRequest conflict(String code) {
        return new RefusedRequest(Problem.of(HttpStatus.CONFLICT, code));
    }
}
