package com.protocolbanks.payroll.spreadsheet.source;

import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.io.IOException;

/** Ends the reading of a file at the first thing that makes the rest meaningless or dangerous. */
public final class UnreadableFile extends IOException {
    private static final long serialVersionUID = 1;
    private final transient Problem problem;

    public UnreadableFile(Problem problem) {
        super(problem.code() + " " + problem.found());
        this.problem = problem;
    }

    public UnreadableFile(ProblemCode code, String found, Object... params) {
        this(Problem.of(Place.FILE, code, found, params));
    }

    /** What an exception says, in one line. */
    static String reason(Exception e) {
        String message = e.getMessage();
        return message == null
                ? e.getClass().getSimpleName()
                : message.lines().findFirst().orElse("");
    }

    public Problem problem() {
        return problem;
    }
}
