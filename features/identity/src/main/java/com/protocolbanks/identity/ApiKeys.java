package com.protocolbanks.identity;

import static com.protocolbanks.database.generated.Tables.API_KEYS;
import static com.protocolbanks.database.generated.Tables.FIND_API_KEY;
import static com.protocolbanks.database.generated.Tables.MEMBERS;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.ApiKeysRecord;
import com.protocolbanks.database.generated.tables.records.FindApiKeyRecord;
import com.protocolbanks.identity.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jooq.DSLContext;

/**
 * Keys for programs: {@code pbk_<prefix>_<secret>}, 8 and 43 letters and digits.
 *
 * <p>A key belongs to a member and acts as that member, within its scopes. The secret is shown once; stored is its
 * SHA-256.
 */
public final class ApiKeys {
    private static final Pattern FORM = Pattern.compile("pbk_([0-9A-Za-z]{8})_([0-9A-Za-z]{" + Secrets.LENGTH + "})");
    private static final int PREFIX_LENGTH = 8;

    /** The time of last use is written at most so often. */
    private static final Duration USE_NOTED_EVERY = Duration.ofMinutes(1);

    private final Database database;
    private final Secrets secrets;
    private final Clock clock;

    public ApiKeys(Database database, Secrets secrets, Clock clock) {
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * A key without its secret.
     *
     * @param name what its owner calls it, 1 to 200 characters
     * @param prefix what tells it apart in a list, not secret
     * @param expiresAt empty for a key that does not expire by itself
     */
    public record ApiKey(
            UUID id,
            UUID memberId,
            String name,
            String prefix,
            Set<Scope> scopes,
            Instant createdAt,
            Optional<Instant> expiresAt,
            Optional<Instant> revokedAt,
            Optional<Instant> lastUsedAt) {
        public ApiKey {
            scopes = Set.copyOf(scopes);
        }
    }

    /** What came of making one. */
    public sealed interface Made {
        /**
         * The key is stored, as a digest.
         *
         * @param text the whole key, which is never shown again
         */
        record Created(String text, ApiKey key) implements Made {
            @Override
            public String toString() {
                return "Created[key=" + key + "]";
            }
        }

        /** The organization has no such active member. */
        record UnknownMember() implements Made {}

        /**
         * A field cannot be used as it is.
         *
         * @param field the empty name, the empty scopes, or an expiry that has passed
         */
        record Unusable(String field) implements Made {}
    }

    public Made create(UUID orgId, UUID memberId, String name, Set<Scope> scopes, Optional<Instant> expiresAt) {
        var now = clock.instant();
        if (!Text.isName(name)) {
            return new Made.Unusable("name");
        }
        if (scopes.isEmpty()) {
            return new Made.Unusable("scopes");
        }
        if (expiresAt.map(until -> !until.isAfter(now)).orElse(false)) {
            return new Made.Unusable("expiresAt");
        }
        var prefix = secrets.name(PREFIX_LENGTH);
        var secret = secrets.next();
        return database.inOrganization(orgId, sql -> {
            if (!isActive(sql, orgId, memberId)) {
                return new Made.UnknownMember();
            }
            var row = sql.insertInto(API_KEYS)
                    .set(API_KEYS.ORG_ID, orgId)
                    .set(API_KEYS.MEMBER_ID, memberId)
                    .set(API_KEYS.NAME, name.strip())
                    .set(API_KEYS.PREFIX, prefix)
                    .set(API_KEYS.SECRET_HASH, Secrets.digest(secret))
                    .set(
                            API_KEYS.SCOPES,
                            scopes.stream().map(Scope::name).sorted().toArray(String[]::new))
                    .set(API_KEYS.CREATED_AT, Text.at(now))
                    .set(API_KEYS.EXPIRES_AT, expiresAt.map(Text::at).orElse(null))
                    .returning()
                    .fetchSingle();
            return new Made.Created("pbk_" + prefix + "_" + secret, key(row));
        });
    }

    /** Who calls with that key; empty for a key that is unknown, wrong, expired or revoked, or whose member is inactive. */
    public Optional<Caller> authenticate(String text) {
        var parts = FORM.matcher(text);
        if (!parts.matches()) {
            return Optional.empty();
        }
        var now = clock.instant();
        return database.acrossOrganizations(
                        sql -> sql.selectFrom(FIND_API_KEY.call(parts.group(1))).fetchOptional())
                .filter(row -> Secrets.matches(parts.group(2), row.getSecretHash()))
                .filter(row -> row.getRevokedAt() == null)
                .filter(row -> row.getExpiresAt() == null
                        || now.isBefore(row.getExpiresAt().toInstant()))
                .flatMap(row -> caller(row, now));
    }

    private Optional<Caller> caller(FindApiKeyRecord row, Instant now) {
        var credential = new Credential.ApiKey(row.getId(), scopes(row.getScopes()));
        return database.inOrganization(row.getOrgId(), sql -> {
            sql.update(API_KEYS)
                    .set(API_KEYS.LAST_USED_AT, Text.at(now))
                    .where(API_KEYS.ID
                            .eq(row.getId())
                            .and(API_KEYS.LAST_USED_AT
                                    .isNull()
                                    .or(API_KEYS.LAST_USED_AT.le(Text.at(now.minus(USE_NOTED_EVERY))))))
                    .execute();
            return new MemberRows(sql, row.getOrgId()).caller(row.getMemberId(), credential);
        });
    }

    /** Ends the key at once; false when the organization has no such key that still counts. */
    public boolean revoke(UUID orgId, UUID keyId) {
        return database.inOrganization(
                orgId,
                sql -> sql.update(API_KEYS)
                                .set(API_KEYS.REVOKED_AT, Text.at(clock.instant()))
                                .where(API_KEYS.ORG_ID
                                        .eq(orgId)
                                        .and(API_KEYS.ID.eq(keyId))
                                        .and(API_KEYS.REVOKED_AT.isNull()))
                                .execute()
                        == 1);
    }

    /** All keys, the newest first; the ones that count no more too. */
    public List<ApiKey> list(UUID orgId) {
        return database.inOrganization(
                orgId,
                sql -> sql.selectFrom(API_KEYS)
                        .where(API_KEYS.ORG_ID.eq(orgId))
                        .orderBy(API_KEYS.CREATED_AT.desc(), API_KEYS.ID)
                        .fetch(ApiKeys::key));
    }

    private static boolean isActive(DSLContext sql, UUID orgId, UUID memberId) {
        return sql.fetchExists(
                MEMBERS, MEMBERS.ORG_ID.eq(orgId).and(MEMBERS.ID.eq(memberId)).and(MEMBERS.DEACTIVATED_AT.isNull()));
    }

    private static ApiKey key(ApiKeysRecord row) {
        return new ApiKey(
                row.getId(),
                row.getMemberId(),
                row.getName(),
                row.getPrefix(),
                scopes(row.getScopes()),
                row.getCreatedAt().toInstant(),
                Optional.ofNullable(row.getExpiresAt()).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getRevokedAt()).map(OffsetDateTime::toInstant),
                Optional.ofNullable(row.getLastUsedAt()).map(OffsetDateTime::toInstant));
    }

    private static Set<Scope> scopes(String[] names) {
        return Arrays.stream(names).map(Scope::valueOf).collect(Collectors.toUnmodifiableSet());
    }
}
