package com.protocolbanks.payroll.idempotency;

import static com.protocolbanks.database.generated.Tables.IDEMPOTENCY_KEYS;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/**
 * Makes a request that carries a key take effect once.
 *
 * <p>{@link #begin} and {@link #finish} run in the transaction of the effect. Who holds the key is decided by a lock
 * that ends with the transaction, so a request that changed nothing leaves no trace and its key stays free. A key that
 * was used is kept for ever: the answer is built anew from the resource it led to.
 */
public final class Idempotency {
    private final Clock clock;

    public Idempotency(Clock clock) {
        this.clock = clock;
    }

    /**
     * Within what a key is unique.
     *
     * @param caller who asks, in stable words
     * @param route method and path pattern, for example {@code POST /payout-batches}
     * @param key as sent, 1 to 255 characters
     */
    public record Scope(UUID orgId, String caller, String route, String key) {
        public Scope {
            if (key.isEmpty() || key.length() > 255) {
                throw new IllegalArgumentException("an idempotency key has 1 to 255 characters");
            }
        }
    }

    /** What is to be done with the request. */
    public sealed interface Claim {}

    /** Do it, and call {@link #finish} in the same transaction. */
    public record Fresh() implements Claim {}

    /**
     * It was done before: answer with that, and do nothing.
     *
     * @param resource what it made, from which the answer is built anew
     * @param answer the answer itself as JSON, when it made nothing of its own
     */
    public record Done(int status, Optional<UUID> resource, Optional<String> answer) implements Claim {}

    /** A twin is at it at this moment. */
    public record InProgress() implements Claim {}

    /** The key was used for another request. */
    public record KeyReused() implements Claim {}

    /**
     * Asks for the key on behalf of a request.
     *
     * @param fingerprint a digest of everything the request asks for; equal only for equal requests
     */
    public Claim begin(DSLContext dsl, Scope scope, byte[] fingerprint) {
        boolean mine = dsl.fetchSingle("select pg_try_advisory_xact_lock(?)", lockNumber(scope))
                .get(0, boolean.class);
        if (!mine) {
            return new InProgress();
        }
        var table = IDEMPOTENCY_KEYS;
        return dsl.selectFrom(table)
                .where(
                        table.ORG_ID.eq(scope.orgId),
                        table.CALLER.eq(scope.caller),
                        table.ROUTE.eq(scope.route),
                        table.KEY.eq(scope.key))
                .fetchOptional()
                .map(row -> MessageDigest.isEqual(row.getFingerprint(), fingerprint)
                        ? new Done(
                                row.getStatus(),
                                Optional.ofNullable(row.getResourceId()),
                                Optional.ofNullable(row.getAnswer()).map(JSONB::data))
                        : (Claim) new KeyReused())
                .orElseGet(Fresh::new);
    }

    /** Uses up the key, together with the effect, which made that resource. */
    public void finish(DSLContext dsl, Scope scope, byte[] fingerprint, int status, UUID resource) {
        finish(dsl, scope, fingerprint, new Done(status, Optional.of(resource), Optional.empty()));
    }

    /** Uses up the key, together with the effect. */
    public void finish(DSLContext dsl, Scope scope, byte[] fingerprint, Done done) {
        var table = IDEMPOTENCY_KEYS;
        dsl.insertInto(table)
                .set(table.ORG_ID, scope.orgId)
                .set(table.CALLER, scope.caller)
                .set(table.ROUTE, scope.route)
                .set(table.KEY, scope.key)
                .set(table.FINGERPRINT, fingerprint)
                .set(table.STATUS, done.status)
                .set(table.RESOURCE_ID, done.resource.orElse(null))
                .set(table.ANSWER, done.answer.map(JSONB::jsonb).orElse(null))
                .set(table.CREATED_AT, OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC))
                .execute();
    }

    /** SHA-256 over the parts, each with its length before it, so that no two lists of parts run together. */
    public static byte[] fingerprint(byte[]... parts) {
        var digest = sha256();
        for (var part : parts) {
            digest.update((part.length + ":").getBytes(StandardCharsets.US_ASCII));
            digest.update(part);
        }
        return digest.digest();
    }

    private static long lockNumber(Scope scope) {
        var hash = fingerprint(
                scope.orgId.toString().getBytes(StandardCharsets.UTF_8),
                scope.caller.getBytes(StandardCharsets.UTF_8),
                scope.route.getBytes(StandardCharsets.UTF_8),
                scope.key.getBytes(StandardCharsets.UTF_8));
        return java.nio.ByteBuffer.wrap(hash).getLong();
    }

    /** SHA-256. */
    public static byte[] sha256(byte[] content) {
        return sha256().digest(content);
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
