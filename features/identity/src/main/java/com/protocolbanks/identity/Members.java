package com.protocolbanks.identity;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import java.time.Clock;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** The people of each organization. Who may change them is asked before: {@link Permission#MEMBERS_WRITE}. */
public final class Members {
    private final Database database;
    private final Clock clock;
    private final Supplier<UUID> ids;

    public Members(Database database, Clock clock, Supplier<UUID> ids) {
        this.database = database;
        this.clock = clock;
        this.ids = ids;
    }

    /**
     * A member to be.
     *
     * @param name 1 to 200 characters
     * @param wallets addresses that are verified as soon as their holder signs in
     */
    public record NewMember(
            String name, Optional<String> email, Locale locale, Set<Role> roles, List<Address> wallets) {
        public NewMember {
            roles = Set.copyOf(roles);
            wallets = List.copyOf(wallets);
        }
    }

    /** What came of a change; nothing is stored unless {@link Changed}. */
    public sealed interface Outcome {
        record Changed(Member member) implements Outcome {}

        /** This organization has no such member. */
        record Unknown() implements Outcome {}

        /** It would leave the organization without an active owner. */
        record LastOwner() implements Outcome {}

        /** Another member of the organization has or had that wallet. */
        record WalletTaken(Address address) implements Outcome {}

        /**
         * A field cannot be used as it is.
         *
         * @param field what is empty, too long or of no known form
         */
        record Unusable(String field) implements Outcome {}
    }

    public Outcome add(UUID orgId, NewMember member) {
        if (!Text.isName(member.name())) {
            return new Outcome.Unusable("name");
        }
        if (!member.email().map(Text::isEmail).orElse(true)) {
            return new Outcome.Unusable("email");
        }
        var id = ids.get();
        return change(orgId, rows -> {
            var taken = member.wallets().stream().filter(rows::hasWallet).findFirst();
            if (taken.isPresent()) {
                return new Outcome.WalletTaken(taken.get());
            }
            rows.insert(id, member, clock.instant());
            return changed(rows, id);
        });
    }

    /** All members, the deactivated ones too, by name. */
    public List<Member> list(UUID orgId) {
        return database.inOrganization(orgId, sql -> new MemberRows(sql, orgId).list());
    }

    public Optional<Member> find(UUID orgId, UUID memberId) {
        return database.inOrganization(orgId, sql -> new MemberRows(sql, orgId).find(memberId));
    }

    /** The member as a caller with that credential; empty when there is none, or none that is active. */
    public Optional<Caller> caller(UUID orgId, UUID memberId, Credential credential) {
        return database.inOrganization(orgId, sql -> new MemberRows(sql, orgId).caller(memberId, credential));
    }

    public Outcome setRoles(UUID orgId, UUID memberId, Set<Role> roles) {
        return change(orgId, rows -> {
            var member = rows.find(memberId);
            if (member.isEmpty()) {
                return new Outcome.Unknown();
            }
            rows.setRoles(memberId, roles);
            if (!rows.hasActiveOwner()) {
                throw new MemberRows.Undone(new Outcome.LastOwner());
            }
            return changed(rows, memberId);
        });
    }

    /** Ends every session of the member and keeps their keys and wallets from working; for good. */
    public Outcome deactivate(UUID orgId, UUID memberId) {
        return change(orgId, rows -> {
            if (!rows.deactivate(memberId, clock.instant())) {
                return new Outcome.Unknown();
            }
            if (!rows.hasActiveOwner()) {
                throw new MemberRows.Undone(new Outcome.LastOwner());
            }
            return changed(rows, memberId);
        });
    }

    /** Adds a wallet, or brings back one this member had. */
    public Outcome addWallet(UUID orgId, UUID memberId, Address address) {
        return change(orgId, rows -> {
            if (rows.find(memberId).isEmpty()) {
                return new Outcome.Unknown();
            }
            return rows.addWallet(memberId, address) ? changed(rows, memberId) : new Outcome.WalletTaken(address);
        });
    }

    /** Takes a wallet away; it stays reserved for this member, so that nobody else can approve with it. */
    public Outcome removeWallet(UUID orgId, UUID memberId, Address address) {
        return change(
                orgId,
                rows -> rows.removeWallet(memberId, address, clock.instant())
                        ? changed(rows, memberId)
                        : new Outcome.Unknown());
    }

    /** Notes that the member has just proved to hold that wallet; the first proof is kept. */
    public void noteProof(UUID orgId, UUID memberId, Address wallet) {
        database.runInOrganization(
                orgId, sql -> new MemberRows(sql, orgId).verifyWallet(memberId, wallet, clock.instant()));
    }

    private Outcome change(UUID orgId, Function<MemberRows, Outcome> work) {
        try {
            return database.inOrganization(orgId, sql -> {
                var rows = new MemberRows(sql, orgId);
                rows.lockOrganization();
                return work.apply(rows);
            });
        } catch (MemberRows.Undone undone) {
            return undone.outcome();
        }
    }

    private static Outcome changed(MemberRows rows, UUID memberId) {
        return new Outcome.Changed(rows.find(memberId).orElseThrow());
    }
}
