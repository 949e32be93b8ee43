package com.protocolbanks.web.api;

import com.protocolbanks.payroll.Submission;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.HttpStatus;

/** The {@code Idempotency-Key} every POST carries. */
public final class RequestKey {
    private static final String HEADER = "Idempotency-Key";
    private static final int LONGEST = 255;

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
}
