package com.protocolbanks.payroll;

import com.protocolbanks.payroll.problems.Problem;
import java.math.BigDecimal;
import java.util.List;
import java.util.UUID;

/** What a submission came to. */
public sealed interface SubmitResult {
    /** Stored, whole; or stored earlier under the same idempotency key. */
    record Accepted(BatchSummary batch) implements SubmitResult {}

    /** Nothing was stored; everything that must be repaired or decided. */
    record Refused(List<Problem> problems) implements SubmitResult {
        public Refused {
            problems = List.copyOf(problems);
        }
    }

    /** The same request is being handled at this moment. */
    record InProgress() implements SubmitResult {}

    /** The idempotency key belongs to another request. */
    record KeyReused() implements SubmitResult {}

    /** The batch to be changed is not there. */
    record NoSuchBatch() implements SubmitResult {}

    /** The batch to be changed is approved, paid, called off, or waits for its second run: it stays as it is. */
    record NotEditable(Stage stage) implements SubmitResult {}

    /**
     * The batch in a few words.
     *
     * @param warnings what the person should know; empty when the batch was stored by an earlier request
     */
    record BatchSummary(
            UUID id,
            BatchStatus status,
            BigDecimal totalAmount,
            String tokenSymbol,
            int itemCount,
            List<Problem> warnings) {
        public BatchSummary {
            warnings = List.copyOf(warnings);
        }
    }
}
