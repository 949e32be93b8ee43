package com.protocolbanks.identity;

import static com.protocolbanks.database.generated.Tables.MEMBERS;
import static com.protocolbanks.database.generated.Tables.MEMBER_ROLES;
import static com.protocolbanks.database.generated.Tables.MEMBER_WALLETS;
import static com.protocolbanks.database.generated.Tables.ORGANIZATIONS;
import static org.jooq.impl.DSL.array;
import static org.jooq.impl.DSL.select;

import com.protocolbanks.database.generated.tables.records.MemberWalletsRecord;
import com.protocolbanks.database.generated.tables.records.MembersRecord;
import com.protocolbanks.evm.Address;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** The rows of one organization's members, within one transaction. */
final class MemberRows {
    private final DSLContext sql;
    private final UUID orgId;

    MemberRows(DSLContext sql, UUID orgId) {
        this.sql = sql;
        this.orgId = orgId;
    }

    /** Takes the transaction back and carries what to answer instead. */
    static final class Undone extends RuntimeException {
        private static final long serialVersionUID = 1;
        private final transient Members.Outcome outcome;

        Undone(Members.Outcome outcome) {
            super(null, null, false, false);
            this.outcome = outcome;
        }

        Members.Outcome outcome() {
            return outcome;
        }
    }

    /** Makes the changes of one organization's members wait for each other. */
    void lockOrganization() {
        sql.select(ORGANIZATIONS.ID)
                .from(ORGANIZATIONS)
                .where(ORGANIZATIONS.ID.eq(orgId))
                .forUpdate()
                .fetch();
    }

    void insert(UUID id, Members.NewMember member, Instant now) {
        sql.insertInto(MEMBERS)
                .set(MEMBERS.ID, id)
                .set(MEMBERS.ORG_ID, orgId)
                .set(MEMBERS.NAME, member.name().strip())
                .set(MEMBERS.EMAIL, member.email().orElse(null))
                .set(MEMBERS.LOCALE, Text.language(member.locale()))
                .set(MEMBERS.CREATED_AT, Text.at(now))
                .execute();
        setRoles(id, member.roles());
        member.wallets().forEach(address -> addWallet(id, address));
    }

    List<Member> list() {
        return members(DSL.trueCondition());
    }

    Optional<Member> find(UUID memberId) {
        return members(MEMBERS.ID.eq(memberId)).stream().findFirst();
    }

    private List<Member> members(Condition which) {
        var rows = sql.selectFrom(MEMBERS)
                .where(MEMBERS.ORG_ID.eq(orgId).and(which))
                .orderBy(MEMBERS.NAME, MEMBERS.ID)
                .fetch();
        var ids = rows.map(MembersRecord::getId);
        var roles = roles(ids);
        var wallets = wallets(ids);
        return rows.map(row -> new Member(
                row.getId(),
                row.getOrgId(),
                row.getName(),
                Optional.ofNullable(row.getEmail()),
                Locale.of(row.getLocale()),
                roles.getOrDefault(row.getId(), Set.of()),
                wallets.getOrDefault(row.getId(), List.of()),
                Optional.ofNullable(row.getDeactivatedAt()).map(OffsetDateTime::toInstant)));
    }

    private Map<UUID, Set<Role>> roles(Collection<UUID> memberIds) {
        return sql
                .selectFrom(MEMBER_ROLES)
                .where(MEMBER_ROLES.ORG_ID.eq(orgId).and(MEMBER_ROLES.MEMBER_ID.in(memberIds)))
                .fetch()
                .stream()
                .collect(Collectors.groupingBy(
                        row -> row.getMemberId(),
                        Collectors.mapping(row -> Role.valueOf(row.getRole()), Collectors.toSet())));
    }

    private Map<UUID, List<Member.Wallet>> wallets(Collection<UUID> memberIds) {
        return sql
                .selectFrom(MEMBER_WALLETS)
                .where(MEMBER_WALLETS
                        .ORG_ID
                        .eq(orgId)
                        .and(MEMBER_WALLETS.MEMBER_ID.in(memberIds))
                        .and(MEMBER_WALLETS.REMOVED_AT.isNull()))
                .orderBy(MEMBER_WALLETS.ADDRESS)
                .fetch()
                .stream()
                .collect(Collectors.groupingBy(
                        MemberWalletsRecord::getMemberId,
                        Collectors.mapping(
                                row -> new Member.Wallet(
                                        Address.of(row.getAddress()),
                                        Optional.ofNullable(row.getVerifiedAt()).map(OffsetDateTime::toInstant)),
                                Collectors.toList())));
    }

    /** The active member with that credential, in one query. */
    Optional<Caller> caller(UUID memberId, Credential credential) {
        return caller(memberId, credential, DSL.trueCondition());
    }

    /** {@link #caller(UUID, Credential)}, unless the member's sessions of that time were ended. */
    Optional<Caller> callerOfSession(UUID memberId, Credential credential, Instant begun) {
        return caller(
                memberId,
                credential,
                MEMBERS.SESSIONS_ENDED_AT.isNull().or(MEMBERS.SESSIONS_ENDED_AT.lt(Text.at(begun))));
    }

    private Optional<Caller> caller(UUID memberId, Credential credential, Condition also) {
        var roles = array(select(MEMBER_ROLES.ROLE)
                .from(MEMBER_ROLES)
                .where(MEMBER_ROLES.ORG_ID.eq(MEMBERS.ORG_ID).and(MEMBER_ROLES.MEMBER_ID.eq(MEMBERS.ID))));
        return sql.select(MEMBERS.NAME, MEMBERS.LOCALE, roles)
                .from(MEMBERS)
                .where(MEMBERS.ORG_ID
                        .eq(orgId)
                        .and(MEMBERS.ID.eq(memberId))
                        .and(MEMBERS.DEACTIVATED_AT.isNull())
                        .and(also))
                .fetchOptional(row -> new Caller(
                        orgId, memberId, row.value1(), Locale.of(row.value2()), roles(row.value3()), credential));
    }

    private static Set<Role> roles(String[] names) {
        return Arrays.stream(names)
                .map(Role::valueOf)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Role.class)));
    }

    void setRoles(UUID memberId, Set<Role> roles) {
        sql.deleteFrom(MEMBER_ROLES)
                .where(MEMBER_ROLES.ORG_ID.eq(orgId).and(MEMBER_ROLES.MEMBER_ID.eq(memberId)))
                .execute();
        for (var role : roles) {
            sql.insertInto(MEMBER_ROLES)
                    .set(MEMBER_ROLES.ORG_ID, orgId)
                    .set(MEMBER_ROLES.MEMBER_ID, memberId)
                    .set(MEMBER_ROLES.ROLE, role.name())
                    .execute();
        }
    }

    boolean hasActiveOwner() {
        return sql.fetchExists(select(MEMBERS.ID)
                .from(MEMBERS)
                .join(MEMBER_ROLES)
                .on(MEMBER_ROLES.ORG_ID.eq(MEMBERS.ORG_ID).and(MEMBER_ROLES.MEMBER_ID.eq(MEMBERS.ID)))
                .where(MEMBERS.ORG_ID
                        .eq(orgId)
                        .and(MEMBERS.DEACTIVATED_AT.isNull())
                        .and(MEMBER_ROLES.ROLE.eq(Role.OWNER.name()))));
    }

    /** False when the organization has no such active member. */
    boolean deactivate(UUID memberId, Instant now) {
        return sql.update(MEMBERS)
                        .set(MEMBERS.DEACTIVATED_AT, Text.at(now))
                        .set(MEMBERS.SESSIONS_ENDED_AT, Text.at(now))
                        .where(MEMBERS.ORG_ID
                                .eq(orgId)
                                .and(MEMBERS.ID.eq(memberId))
                                .and(MEMBERS.DEACTIVATED_AT.isNull()))
                        .execute()
                == 1;
    }

    /** Sessions that began until now count no more; false when the organization has no such member. */
    boolean endSessions(UUID memberId, Instant now) {
        return sql.update(MEMBERS)
                        .set(MEMBERS.SESSIONS_ENDED_AT, Text.at(now))
                        .where(MEMBERS.ORG_ID.eq(orgId).and(MEMBERS.ID.eq(memberId)))
                        .execute()
                == 1;
    }

    /** Whether any member has or had it. */
    boolean hasWallet(Address address) {
        return sql.fetchExists(
                MEMBER_WALLETS, MEMBER_WALLETS.ORG_ID.eq(orgId).and(MEMBER_WALLETS.ADDRESS.eq(address.lower())));
    }

    /** False when it is or was another member's. */
    boolean addWallet(UUID memberId, Address address) {
        return sql.insertInto(MEMBER_WALLETS)
                        .set(MEMBER_WALLETS.ORG_ID, orgId)
                        .set(MEMBER_WALLETS.MEMBER_ID, memberId)
                        .set(MEMBER_WALLETS.ADDRESS, address.lower())
                        .onConflict(MEMBER_WALLETS.ORG_ID, MEMBER_WALLETS.ADDRESS)
                        .doUpdate()
                        .setNull(MEMBER_WALLETS.REMOVED_AT)
                        .where(MEMBER_WALLETS.MEMBER_ID.eq(memberId))
                        .execute()
                == 1;
    }

    /** False when the member does not have it now. Added again, it has to be verified again. */
    boolean removeWallet(UUID memberId, Address address, Instant now) {
        return sql.update(MEMBER_WALLETS)
                        .set(MEMBER_WALLETS.REMOVED_AT, Text.at(now))
                        .setNull(MEMBER_WALLETS.VERIFIED_AT)
                        .where(walletOf(memberId, address))
                        .execute()
                == 1;
    }

    /** Notes the first proof that the member holds it. */
    void verifyWallet(UUID memberId, Address address, Instant now) {
        sql.update(MEMBER_WALLETS)
                .set(MEMBER_WALLETS.VERIFIED_AT, Text.at(now))
                .where(walletOf(memberId, address).and(MEMBER_WALLETS.VERIFIED_AT.isNull()))
                .execute();
    }

    private Condition walletOf(UUID memberId, Address address) {
        return MEMBER_WALLETS
                .ORG_ID
                .eq(orgId)
                .and(MEMBER_WALLETS.MEMBER_ID.eq(memberId))
                .and(MEMBER_WALLETS.ADDRESS.eq(address.lower()))
                .and(MEMBER_WALLETS.REMOVED_AT.isNull());
    }
}
