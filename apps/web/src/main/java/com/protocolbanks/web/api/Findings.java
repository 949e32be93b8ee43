package com.protocolbanks.web.api;

import com.protocolbanks.payroll.problems.ProblemTexts;
import com.protocolbanks.web.problem.Problem;
import java.util.List;
import java.util.Locale;

/** Findings about an upload in the reader's words. */
public final class Findings {
    private Findings() {}

    /** The findings as {@code errors} of a problem. */
    public static List<Problem.FieldError> in(
            Locale locale, List<com.protocolbanks.payroll.problems.Problem> findings) {
        var texts = ProblemTexts.in(locale);
        return findings.stream()
                .map(finding -> new Problem.FieldError(
                        finding.place().sheet(),
                        finding.place().row(),
                        finding.place().column(),
                        finding.code().name(),
                        finding.code().weight().name(),
                        finding.found(),
                        texts.expected(finding),
                        texts.message(finding),
                        texts.repair(finding)))
                .toList();
    }
}
