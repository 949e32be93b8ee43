package com.protocolbanks.web.api;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.payroll.Submission;
import com.protocolbanks.payroll.idempotency.Idempotency;
import com.protocolbanks.payroll.idempotency.Keyed;
import com.protocolbanks.payroll.idempotency.Once;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.ProblemWriter;
import com.protocolbanks.web.problem.RefusedRequest;
import jakarta.servlet.http.HttpServletRequest;
import java.util.function.Function;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import tools.jackson.databind.json.JsonMapper;

/** The {@code Idempotency-Key} every POST carries. */
public final class RequestKey {
    private static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 255;
    private static final JsonMapper JSON = JsonMapper.shared();

    private RequestKey() {}

    /**
     * The key for that route.
     *
     * @throws RefusedRequest when it is missing, empty or longer than 255 characters
     */
    public static Submission.IdempotencyKey of(HttpServletRequest request, String route) {
        String key = request.getHeader(HEADER);
        if (key == null || key.isBlank() || key.length() > LONGEST) {
            throw new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "idempotency_key"));
        }
        return new Submission.IdempotencyKey(route, key);
    }

    /**
     * The key for that route together with what the request asks for.
     *
     * @param asked everything that tells this request from others: what it is about, and its body
     * @throws RefusedRequest when the key is missing, empty or longer than 255 characters
     */
    public static Once.Request of(HttpServletRequest request, Caller caller, String route, Object... asked) {
        var key = of(request, route);
        return new Once.Request(
                new Idempotency.Scope(caller.orgId(), caller.words(), key.route(), key.key()),
                Idempotency.fingerprint(JSON.writeValueAsBytes(asked)));
    }

    /** The answer to a request that may have been answered before. */
    public static <T> ResponseEntity<Object> answer(
            ProblemWriter problems,
            HttpServletRequest request,
            Keyed<T> keyed,
            Function<T, ResponseEntity<Object>> answer) {
        return switch (keyed) {
            case Keyed.Answered<T>(var found) -> answer.apply(found);
            case Keyed.InProgress<T> _ -> problems.answer(request, Problem.of(HttpStatus.CONFLICT, "in_progress"));
            case Keyed.KeyReused<T> _ ->
                problems.answer(request, Problem.of(HttpStatus.CONFLICT, "idempotency_key_reused"));
        };
    }
}
