package com.protocolbanks.web.problem;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.http.HttpStatus;

/**
 * A refusal before it is put into words.
 *
 * @param code stable, lower case with underscores; titles stand under {@code problem.<code>} in the catalogues
 * @param detail one sentence about this very case; empty when the title says it all
 * @param errors findings in an upload or body
 * @param more further members of the answer, such as {@code batchId}
 */
public record Problem(
        HttpStatus status, String code, String detail, List<FieldError> errors, Map<String, Object> more) {
    public Problem {
        errors = List.copyOf(errors);
        more = Map.copyOf(more);
    }

    /**
     * One finding; for JSON bodies {@code sheet} is empty and {@code column} the field's name.
     *
     * @param weight ERROR asks for a repair, DECISION for {@code confirm}
     */
    public record FieldError(
            String sheet,
            int row,
            String column,
            String code,
            String weight,
            String found,
            String expected,
            String message,
            String repair) {}

    public static Problem of(HttpStatus status, String code) {
        return new Problem(status, code, "", List.of(), Map.of());
    }

    public static Problem of(HttpStatus status, String code, String detail) {
        return new Problem(status, code, detail, List.of(), Map.of());
    }

    public static Problem withErrors(HttpStatus status, String code, List<FieldError> errors) {
        return new Problem(status, code, "", errors, Map.of());
    }

    /** The same with one more member. */
    public Problem with(String name, Object value) {
        var all = new HashMap<>(more);
        all.put(name, value);
        return new Problem(status, code, detail, errors, all);
    }
}
