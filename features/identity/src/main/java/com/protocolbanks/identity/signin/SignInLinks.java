package com.protocolbanks.identity.signin;

import static com.protocolbanks.database.generated.Tables.FIND_SIGN_IN_LINK;
import static com.protocolbanks.database.generated.Tables.SIGN_IN_LINKS;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.FindSignInLinkRecord;
import com.protocolbanks.identity.Member;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.secret.Secrets;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.UUID;

/** Links that let one member in, once, without a wallet; an administrator mints them on the command line. */
public final class SignInLinks {
    /** How long a link counts unless something else is asked for. */
    public static final Duration LIFE = Duration.ofMinutes(15);

    private final Members members;
    private final Database database;
    private final Secrets secrets;
    private final Clock clock;

    public SignInLinks(Members members, Database database, Secrets secrets, Clock clock) {
        this.members = members;
        this.database = database;
        this.secrets = secrets;
        this.clock = clock;
    }

    /**
     * A new link.
     *
     * @param token the secret part of the address, 43 letters and digits; stored is its SHA-256
     */
    public record Minted(String token, Instant expiresAt) {
        @Override
        public String toString() {
            return "Minted[expiresAt=" + expiresAt + "]";
        }
    }

    /** What came of following one. */
    public sealed interface Result {
        record SignedIn(UUID orgId, UUID memberId) implements Result {}

        record Refused(Refusal refusal) implements Result {}
    }

    /** A link for an active member; empty when the organization has none of that id. */
    public Optional<Minted> mint(UUID orgId, UUID memberId, Duration life) {
        if (members.find(orgId, memberId).filter(Member::isActive).isEmpty()) {
            return Optional.empty();
        }
        var token = secrets.next();
        var now = clock.instant();
        var minted = new Minted(token, now.plus(life));
        database.runInOrganization(
                orgId,
                sql -> sql.insertInto(SIGN_IN_LINKS)
                        .set(SIGN_IN_LINKS.TOKEN_HASH, Secrets.digest(token))
                        .set(SIGN_IN_LINKS.ORG_ID, orgId)
                        .set(SIGN_IN_LINKS.MEMBER_ID, memberId)
                        .set(SIGN_IN_LINKS.CREATED_AT, now.atOffset(ZoneOffset.UTC))
                        .set(SIGN_IN_LINKS.EXPIRES_AT, minted.expiresAt().atOffset(ZoneOffset.UTC))
                        .execute());
        return Optional.of(minted);
    }

    /** Uses the link up: of any number of callers, one is let in. */
    public Result follow(String token) {
        var digest = Secrets.digest(token);
        return database.acrossOrganizations(
                        sql -> sql.selectFrom(FIND_SIGN_IN_LINK.call(digest)).fetchOptional())
                .map(link -> follow(digest, link))
                .orElseGet(() -> new Result.Refused(Refusal.LINK_UNKNOWN));
    }

    private Result follow(byte[] digest, FindSignInLinkRecord link) {
        var now = clock.instant();
        if (link.getUsedAt() != null) {
            return new Result.Refused(Refusal.LINK_USED);
        }
        if (!now.isBefore(link.getExpiresAt().toInstant())) {
            return new Result.Refused(Refusal.LINK_EXPIRED);
        }
        var used = database.inOrganization(
                link.getOrgId(),
                sql -> sql.update(SIGN_IN_LINKS)
                        .set(SIGN_IN_LINKS.USED_AT, now.atOffset(ZoneOffset.UTC))
                        .where(SIGN_IN_LINKS.TOKEN_HASH.eq(digest).and(SIGN_IN_LINKS.USED_AT.isNull()))
                        .execute());
        return used == 1
                ? new Result.SignedIn(link.getOrgId(), link.getMemberId())
                : new Result.Refused(Refusal.LINK_USED);
    }
}
