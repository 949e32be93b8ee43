package com.protocolbanks.web.problem;

/** Ends a request before its controller's own work: nobody signed in, no right, nothing there. */
public final class RefusedRequest extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Problem problem;

    public RefusedRequest(Problem problem) {
        super(problem.code(), null, false, false);
        this.problem = problem;
    }

    public Problem problem() {
        return problem;
    }
}
