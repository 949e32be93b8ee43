package com.protocolbanks.identity.signin;

import static com.protocolbanks.database.generated.Tables.FIND_MEMBERSHIPS;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.siwe.SiweMessage;
import com.protocolbanks.identity.siwe.SiweSite;
import com.protocolbanks.identity.wallet.WalletSignatures;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** Sign-in with a wallet (EIP-4361): an account with a key, or a contract by ERC-1271. */
public final class SignIn {
    private final Members members;
    private final Database database;
    private final SignInNonces nonces;
    private final WalletSignatures signatures;
    private final Site site;

    /** Where and when people sign in. */
    public record Site(SiweSite address, Clock clock) {}

    public SignIn(Members members, Database database, SignInNonces nonces, WalletSignatures signatures, Site site) {
        this.members = members;
        this.database = database;
        this.nonces = nonces;
        this.signatures = signatures;
        this.site = site;
    }

    /** A member the wallet is. */
    public record Membership(UUID orgId, String orgName, UUID memberId) {}

    /** What came of signing in. */
    public sealed interface Result {
        /**
         * The holder of the wallet is that member.
         *
         * @param membership the one asked for, else the first by the organization's name
         * @param all every membership of the wallet, to choose another
         */
        record SignedIn(Address wallet, Membership membership, List<Membership> all) implements Result {
            public SignedIn {
                all = List.copyOf(all);
            }
        }

        /**
         * Nobody is signed in.
         *
         * @param detail one sentence for the person
         */
        record Refused(Refusal refusal, String detail) implements Result {}
    }

    /** A number for the next message; {@code RedisUnavailable} while nobody can sign in. */
    public RedisReply<String> nonce() {
        return nonces.issue();
    }

    /**
     * Lets the signer of the message in.
     *
     * @param message the text that was signed
     * @param signature as the wallet gave it
     * @param orgId which organization, for a wallet that belongs to several
     */
    public Result siwe(String message, byte[] signature, Optional<UUID> orgId) {
        return switch (SiweMessage.read(message)) {
            case SiweMessage.Reading.Malformed(var line, var expected) ->
                new Result.Refused(Refusal.MALFORMED, "line " + line + " should be " + expected);
            case SiweMessage.Reading.Read(var read) -> siwe(read, signature, orgId);
        };
    }

    private Result siwe(SiweMessage message, byte[] signature, Optional<UUID> orgId) {
        var refusal = site.address().refusalOf(message, site.clock().instant());
        if (refusal.isPresent()) {
            var reason = Refusal.of(refusal.get());
            return new Result.Refused(reason, reason.words());
        }
        // The nonce goes before the signature is looked at, so that each one buys a single question to the chain.
        return switch (nonces.use(message.nonce())) {
            case RedisUnavailable<Boolean> _ -> refused(Refusal.UNAVAILABLE);
            case Answered<Boolean>(var fresh) ->
                fresh ? verified(message, signature, orgId) : refused(Refusal.UNKNOWN_NONCE);
        };
    }

    private Result verified(SiweMessage message, byte[] signature, Optional<UUID> orgId) {
        return switch (signatures.check(message.address(), message.text(), signature)) {
            case WalletSignatures.Verdict.Valid _ -> signedIn(message.address(), orgId);
            case WalletSignatures.Verdict.Invalid _ -> refused(Refusal.WRONG_SIGNATURE);
            case WalletSignatures.Verdict.Unavailable(var reason) ->
                new Result.Refused(Refusal.UNAVAILABLE, "the chain could not be asked: " + reason);
        };
    }

    private Result signedIn(Address wallet, Optional<UUID> orgId) {
        var all = memberships(wallet);
        var chosen = all.stream()
                .filter(membership -> orgId.map(membership.orgId()::equals).orElse(true))
                .findFirst();
        if (chosen.isEmpty()) {
            return refused(Refusal.NOT_A_MEMBER);
        }
        members.noteProof(chosen.get().orgId(), chosen.get().memberId(), wallet);
        return new Result.SignedIn(wallet, chosen.get(), all);
    }

    /** Every active member the wallet is, by the organization's name; the wallet must have been proved before. */
    public List<Membership> memberships(Address wallet) {
        return database.acrossOrganizations(sql -> sql.selectFrom(FIND_MEMBERSHIPS.call(wallet.lower()))
                .fetch(row -> new Membership(row.getOrgId(), row.getOrgName(), row.getMemberId())));
    }

    private static Result refused(Refusal refusal) {
        return new Result.Refused(refusal, refusal.words());
    }
}
