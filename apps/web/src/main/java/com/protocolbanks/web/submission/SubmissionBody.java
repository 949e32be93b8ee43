package com.protocolbanks.web.submission;

import com.protocolbanks.payroll.Submission;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.rows.JsonRows;
import com.protocolbanks.web.api.Given;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.springframework.http.HttpStatus;
import tools.jackson.databind.JsonNode;

/**
 * A payroll as JSON.
 *
 * @param confirm codes of decisions taken
 * @param items objects with the fields of {@link JsonRows#field}; amounts are strings, a split is a string or an object
 */
public record SubmissionBody(
        Optional<String> tokenSymbol,
        Optional<String> payPeriod,
        Optional<List<String>> confirm,
        List<JsonNode> items) {
    public SubmissionBody {
        items = List.copyOf(Given.field(items, "items"));
        confirm = confirm.map(List::copyOf);
    }

    Submission submission(Optional<Submission.IdempotencyKey> key) {
        return new Submission(
                tokenSymbol.orElse(""),
                period(payPeriod.orElse("")),
                new Submission.Rows(items.stream().map(SubmissionBody::fields).toList()),
                codes(confirm.orElse(List.of())),
                key);
    }

    /**
     * What a payroll is paid for, without outer spaces, so that the same period is known again; empty for none.
     *
     * @throws RefusedRequest for a text that is too long or holds what nobody can see
     */
    public static Optional<String> period(String sent) {
        var text = sent.strip();
        if (!Submission.isPeriod(text)) {
            throw new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "bad_request", "payPeriod"));
        }
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /**
     * The decisions that a person has confirmed, by their codes; blank names are passed over.
     *
     * @throws RefusedRequest for a code that does not exist
     */
    public static Set<ProblemCode> codes(List<String> names) {
        var codes = EnumSet.noneOf(ProblemCode.class);
        for (String name : names) {
            if (name.isBlank()) {
                continue;
            }
            codes.add(Arrays.stream(ProblemCode.values())
                    .filter(code -> code.name().equals(name.strip()))
                    .findFirst()
                    .orElseThrow(() -> new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "unknown_code", name))));
        }
        return codes;
    }

    private static Map<Column, String> fields(JsonNode item) {
        Map<Column, String> fields = new EnumMap<>(Column.class);
        for (Column column : Column.values()) {
            var value = item.get(JsonRows.field(column));
            if (value != null && !value.isNull()) {
                fields.put(column, text(column, value));
            }
        }
        return fields;
    }

    /** A number has been through a double on its way here, so money and addresses must be strings. */
    private static String text(Column column, JsonNode value) {
        if (value.isString()) {
            return value.stringValue();
        }
        if (column == Column.SPLIT && value.isObject()) {
            return value.toString();
        }
        throw new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "field_not_text", JsonRows.field(column)));
    }
}
