package com.protocolbanks.payroll.problems;

import java.util.Locale;
import java.util.ResourceBundle;

/** Puts a problem into words: what is wrong, what was expected, what to do. English for every language but Chinese. */
public final class ProblemTexts {
    private static final String BUNDLE = "payroll.problems";
    private final ResourceBundle bundle;

    private ProblemTexts(ResourceBundle bundle) {
        this.bundle = bundle;
    }

    public static ProblemTexts in(Locale locale) {
        Locale served = locale.getLanguage().equals("zh") ? Locale.CHINESE : Locale.ENGLISH;
        return new ProblemTexts(ResourceBundle.getBundle(
                BUNDLE, served, ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES)));
    }

    /** What is wrong, in one sentence. */
    public String message(Problem problem) {
        return filled(problem, "message");
    }

    /** What should stand there. */
    public String expected(Problem problem) {
        return filled(problem, "expected");
    }

    /** What the person can do about it. */
    public String repair(Problem problem) {
        return filled(problem, "repair");
    }

    private String filled(Problem problem, String part) {
        String text = bundle.getString(problem.code() + "." + part);
        StringBuilder filled = new StringBuilder();
        int from = 0;
        for (int open = text.indexOf('{'); open >= 0; open = text.indexOf('{', from)) {
            int close = text.indexOf('}', open);
            filled.append(text, from, open).append(value(problem, Integer.parseInt(text.substring(open + 1, close))));
            from = close + 1;
        }
        return filled.append(text, from, text.length()).toString();
    }

    private String value(Problem problem, int index) {
        if (index == 0) {
            return problem.found();
        }
        String param = problem.params().get(index - 1);
        return bundle.containsKey("word." + param) ? bundle.getString("word." + param) : param;
    }
}
