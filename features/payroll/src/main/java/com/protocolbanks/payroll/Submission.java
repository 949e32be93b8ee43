package com.protocolbanks.payroll;

import com.protocolbanks.payroll.cells.TextCheck;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.spreadsheet.PayrollFile;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A payroll somebody wants to be paid.
 *
 * @param tokenSymbol the token of every row that names none; case does not matter
 * @param payPeriod what it is paid for, in the organization's own words, such as {@code 2026-11}
 * @param confirmed the warnings the person has decided to accept
 * @param key sent with the request to make it take effect once
 */
public record Submission(
        String tokenSymbol,
        Optional<String> payPeriod,
        Source source,
        Set<ProblemCode> confirmed,
        Optional<IdempotencyKey> key) {
    private static final int LONGEST_PERIOD = 60;

    public Submission {
        confirmed = Set.copyOf(confirmed);
    }

    /** The same, to be looked at only. */
    public Submission withoutKey() {
        return new Submission(tokenSymbol, payPeriod, source, confirmed, Optional.empty());
    }

    /** Whether that may name a pay period: one line of at most 60 characters, all of which a person can see. */
    public static boolean isPeriod(String text) {
        return text.length() <= LONGEST_PERIOD
                && !TextCheck.unseen(text)
                && text.lines().count() <= 1;
    }

    /** Where the rows come from. */
    public sealed interface Source {}

    /**
     * A spreadsheet as uploaded.
     *
     * @param name as the person calls it
     */
    public record Upload(PayrollFile file, String name) implements Source {}

    /** Rows of a JSON body: each column's text. */
    public record Rows(List<Map<Column, String>> items) implements Source {
        public Rows {
            items = List.copyOf(items);
        }
    }

    /**
     * The client's own name for this one request.
     *
     * @param route method and path pattern the key belongs to
     */
    public record IdempotencyKey(String route, String key) {}
}
