package com.protocolbanks.payroll.problems;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects what is found in one upload; keeps the first of each weight up to a limit and counts the rest. */
public final class Findings {
    private final Set<ProblemCode> confirmed;
    private final int limit;
    private final List<Problem> problems = new ArrayList<>();
    private final List<Problem> warnings = new ArrayList<>();
    private int problemCount;
    private int warningCount;

    /**
     * @param confirmed the codes the person has said yes to; only those that ask for a decision count
     * @param limit how many problems and how many warnings are kept, 1 or more
     */
    public Findings(Set<ProblemCode> confirmed, int limit) {
        this.confirmed = Set.copyOf(confirmed);
        this.limit = limit;
    }

    public void add(Place place, ProblemCode code, String found, Object... params) {
        add(Problem.of(place, code, found, params));
    }

    /** Puts what ended the reading before everything else. */
    public void ended(Problem problem) {
        problems.addFirst(problem);
        problemCount++;
    }

    public void add(Problem problem) {
        boolean stops = switch (problem.code().weight()) {
            case ERROR -> true;
            case DECISION -> !confirmed.contains(problem.code());
            case WARNING -> false;
        };
        List<Problem> list = stops ? problems : warnings;
        if (list.size() < limit) {
            list.add(problem);
        }
        if (stops) {
            problemCount++;
        } else {
            warningCount++;
        }
    }

    /** Errors, and decisions nobody has taken yet; empty when the upload may be stored. */
    public List<Problem> problems() {
        return closed(problems, problemCount, ProblemCode.TOO_MANY_PROBLEMS);
    }

    /** What people should know, and the decisions that were taken. */
    public List<Problem> warnings() {
        return closed(warnings, warningCount, ProblemCode.TOO_MANY_WARNINGS);
    }

    private static List<Problem> closed(List<Problem> kept, int count, ProblemCode more) {
        List<Problem> all = new ArrayList<>(kept);
        if (count > kept.size()) {
            all.add(Problem.of(Place.FILE, more, String.valueOf(count - kept.size()), kept.size()));
        }
        return List.copyOf(all);
    }
}
