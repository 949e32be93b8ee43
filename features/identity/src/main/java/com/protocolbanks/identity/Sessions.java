package com.protocolbanks.identity;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.identity.secret.Secrets;
import com.protocolbanks.redis.ExpiringStore;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HexFormat;
import java.util.Optional;
import java.util.UUID;

/**
 * Sessions of browsers, in Redis under the digest of their id.
 *
 * <p>A session ends 12 hours after its last use, 7 days after its beginning, when revoked, and as soon as its member
 * is deactivated. Postgres is asked each time, so that an old copy of Redis brings no ended session back.
 */
public final class Sessions {
    private static final Duration IDLE = Duration.ofHours(12);
    private static final Duration LONGEST = Duration.ofDays(7);
    private static final String SEPARATOR = " ";
    private static final String NO_WALLET = "-";

    private final Database database;
    private final ExpiringStore store;
    private final Secrets secrets;
    private final Clock clock;

    public Sessions(Database database, RedisConnection redis, Secrets secrets, Clock clock) {
        this.database = database;
        this.store = new ExpiringStore(redis, "session");
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * A session that counts now.
     *
     * @param caller its member
     * @param csrfSecret what a form or a script of our own pages must send along
     * @param endsAt the latest end, whatever its use
     */
    public record Session(Caller caller, String csrfSecret, Instant endsAt) {
        @Override
        public String toString() {
            return "Session[caller=" + caller + ", endsAt=" + endsAt + "]";
        }
    }

    /** What came of looking for a session or of beginning one. */
    public sealed interface Found {
        /**
         * The session lasts on.
         *
         * @param id what the cookie carries; 256 bits in 43 letters and digits, stored nowhere
         */
        record Active(String id, Session session) implements Found {
            @Override
            public String toString() {
                return "Active[" + session + "]";
            }
        }

        /** It never was, has ended, or its member is not active. */
        record Absent() implements Found {}

        /** Redis does not answer; nobody can be let in or turned away. */
        record Unavailable(String reason) implements Found {}
    }

    /** Begins a session for an active member. */
    public Found create(UUID orgId, UUID memberId, Optional<Address> wallet) {
        var id = secrets.next();
        // One microsecond is what Postgres keeps of the moment when sessions were ended.
        var stored = new Stored(
                orgId, memberId, wallet, secrets.next(), clock.instant().truncatedTo(ChronoUnit.MICROS));
        return switch (store.put(key(id), stored.text(), IDLE)) {
            case Answered<Boolean> _ -> active(id, stored);
            case RedisUnavailable<Boolean>(var reason) -> new Found.Unavailable(reason);
        };
    }

    /** The session of that id, which thereby lasts longer. */
    public Found find(String id) {
        return switch (store.get(key(id))) {
            case RedisUnavailable<Optional<String>>(var reason) -> new Found.Unavailable(reason);
            case Answered<Optional<String>>(var text) ->
                text.flatMap(Stored::read).map(stored -> lasting(id, stored)).orElseGet(Found.Absent::new);
        };
    }

    /** Ends one session. */
    public void revoke(String id) {
        store.remove(key(id)).orThrow();
    }

    /** Ends every session the member has; Redis is not needed for it. */
    public void revokeAll(UUID orgId, UUID memberId) {
        database.runInOrganization(orgId, sql -> new MemberRows(sql, orgId).endSessions(memberId, clock.instant()));
    }

    private Found lasting(String id, Stored stored) {
        var left = Duration.between(clock.instant(), stored.begun().plus(LONGEST));
        if (left.isNegative() || left.isZero()) {
            store.remove(key(id));
            return new Found.Absent();
        }
        var found = active(id, stored);
        if (found instanceof Found.Active) {
            store.extend(key(id), left.compareTo(IDLE) < 0 ? left : IDLE);
        }
        return found;
    }

    private Found active(String id, Stored stored) {
        var credential = new Credential.Session(stored.wallet());
        return database.inOrganization(
                        stored.orgId(),
                        sql -> new MemberRows(sql, stored.orgId())
                                .callerOfSession(stored.memberId(), credential, stored.begun()))
                .<Found>map(caller -> new Found.Active(
                        id,
                        new Session(caller, stored.csrfSecret(), stored.begun().plus(LONGEST))))
                .orElseGet(Found.Absent::new);
    }

    private static String key(String id) {
        return HexFormat.of().formatHex(Secrets.digest(id));
    }

    /** What Redis holds, as words with blanks between. */
    private record Stored(UUID orgId, UUID memberId, Optional<Address> wallet, String csrfSecret, Instant begun) {
        String text() {
            return String.join(
                    SEPARATOR,
                    orgId.toString(),
                    memberId.toString(),
                    wallet.map(Address::lower).orElse(NO_WALLET),
                    csrfSecret,
                    begun.toString());
        }

        static Optional<Stored> read(String text) {
            var words = text.split(SEPARATOR, -1);
            if (words.length != 5) {
                return Optional.empty();
            }
            return Optional.of(new Stored(
                    UUID.fromString(words[0]),
                    UUID.fromString(words[1]),
                    words[2].equals(NO_WALLET) ? Optional.empty() : Optional.of(Address.of(words[2])),
                    words[3],
                    Instant.parse(words[4])));
        }
    }
}
