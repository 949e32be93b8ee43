package com.protocolbanks.payroll.problems;

import java.util.List;

/**
 * One thing about a file that somebody must repair, decide or know; {@link ProblemTexts} puts it into words.
 *
 * @param found what stands there, shortened to 80 characters
 * @param params what else the words need, from place {1} on; {0} is what was found
 */
public record Problem(Place place, ProblemCode code, String found, List<String> params) {
    private static final int SHOWN = 80;

    public Problem {
        found = found.length() <= SHOWN ? found : found.substring(0, SHOWN) + "…";
        params = List.copyOf(params);
    }

    public static Problem of(Place place, ProblemCode code, String found, Object... params) {
        return new Problem(
                place,
                code,
                found,
                java.util.Arrays.stream(params).map(String::valueOf).toList());
    }
}
