package com.protocolbanks.payroll.idempotency;

/**
 * What a request came to that may carry a key.
 *
 * @param <T> what it comes to without one
 */
public sealed interface Keyed<T> {
    /** Done now, or done before under the same key and answered with the same words. */
    record Answered<T>(T answer) implements Keyed<T> {}

    /** The same request is being handled at this moment. */
    record InProgress<T>() implements Keyed<T> {}

    /** The key belongs to another request. */
    record KeyReused<T>() implements Keyed<T> {}
}
