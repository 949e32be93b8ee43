package com.protocolbanks.payroll.idempotency;

import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * One request that takes effect once, however often it comes: its answer is kept with its key, in the transaction of the
 * effect. A request without a key takes effect each time.
 */
public final class Once<T> {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final int SUCCESS = 200;

    private final Idempotency idempotency;
    private final Optional<Request> request;
    private final Answers<T> answers;

    public Once(Clock clock, Optional<Request> request, Answers<T> answers) {
        this.idempotency = new Idempotency(clock);
        this.request = request;
        this.answers = answers;
    }

    /**
     * A request that carries a key.
     *
     * @param fingerprint a digest of everything it asks for
     */
    public record Request(Idempotency.Scope scope, byte[] fingerprint) {}

    /** How answers are kept. */
    public interface Answers<T> {
        /** The fields of an answer that changed something; empty for any other, which leaves the key free. */
        Optional<Map<String, ?>> written(T answer);

        T read(JsonNode kept);
    }

    /** What was answered before; empty when the request is new. */
    public Optional<Keyed<T>> before(DSLContext dsl) {
        return request.flatMap(one -> switch (idempotency.begin(dsl, one.scope, one.fingerprint)) {
            case Idempotency.Fresh _ -> Optional.empty();
            case Idempotency.InProgress _ -> Optional.of(new Keyed.InProgress<>());
            case Idempotency.KeyReused _ -> Optional.of(new Keyed.KeyReused<>());
            case Idempotency.Done(var status, var resource, var answer) ->
                Optional.of(new Keyed.Answered<>(answers.read(JSON.readTree(answer.orElse("{}")))));
        });
    }

    /** What was answered before, or else what the effect comes to now. */
    public Keyed<T> run(DSLContext dsl, Supplier<T> effect) {
        return before(dsl).orElseGet(() -> {
            var answer = effect.get();
            request.ifPresent(one -> answers.written(answer)
                    .ifPresent(fields -> idempotency.finish(
                            dsl,
                            one.scope,
                            one.fingerprint,
                            new Idempotency.Done(
                                    SUCCESS, Optional.empty(), Optional.of(JSON.writeValueAsString(fields))))));
            return new Keyed.Answered<>(answer);
        });
    }
}
