package com.protocolbanks.identity;

import static com.protocolbanks.database.generated.Tables.API_KEYS;
import static com.protocolbanks.database.generated.Tables.MEMBERS;
import static com.protocolbanks.database.generated.Tables.MEMBER_ROLES;
import static com.protocolbanks.database.generated.Tables.MEMBER_WALLETS;
import static com.protocolbanks.database.generated.Tables.ORGANIZATIONS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.database.Database;
import com.protocolbanks.fixtures.RealPostgres;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** One organization never sees another: the rules of the database itself, for every table there is. */
class TenancyTest {
    /** They hold no tenant's data; whoever adds one to this list says why it belongs here. */
    private static final Set<String> SYSTEM_TABLES = Set.of(
            "leases",
            "nonces",
            "attempts",
            "chain_heights",
            "flyway_schema_history",
            // one transaction claims for many organizations; each sees its own claims
            "settlements",
            // the metering store's own lives
            "gateways",
            "metering_epochs",
            "epoch_reports",
            "accepted_losses",
            "gateway_leftovers",
            // entries that name no known channel belong to nobody yet
            "usage_rejects");

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private House house;
    private UUID mine;
    private UUID theirs;

    @BeforeEach
    void open() {
        house = new House(postgres.web());
        mine = house.founded().organization().id();
        theirs = house.founded().organization().id();
        var member = house.member(theirs, "Thea", Set.of(Role.PREPARER));
        house.keys.create(theirs, member.id(), "theirs", Set.of(Scope.PAYOUTS_READ), Optional.empty());
    }

    @Test
    void everyTableOfTenantsForcesItsPolicies() {
        var open = new TreeSet<String>();
        var tables = postgres.administrator().acrossOrganizations(sql -> sql.fetch("""
                select c.relname, c.relrowsecurity and c.relforcerowsecurity as forced,
                       (select count(*) from pg_policy p where p.polrelid = c.oid) as policies
                from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relkind in ('r', 'p')"""));
        assertThat(tables).hasSizeGreaterThan(20);
        for (var table : tables) {
            var name = table.get("relname", String.class);
            var guarded = table.get("forced", Boolean.class) && table.get("policies", Integer.class) > 0;
            if (!guarded && !SYSTEM_TABLES.contains(name)) {
                open.add(name);
            }
        }
        assertThat(open)
                .as("tables without FORCE ROW LEVEL SECURITY and a policy")
                .isEmpty();
    }

    @Test
    void systemTablesAreNotForTheAccessLayer() {
        var open = postgres.administrator().acrossOrganizations(sql -> sql.fetch("""
                select c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace
                where n.nspname = 'public' and c.relkind in ('r', 'p') and not c.relrowsecurity
                  and has_table_privilege('pb_web', c.oid, 'select, insert, update, delete')"""));
        assertThat(open).isEmpty();
    }

    @Test
    void noPolicyOfTheAccessLayerIsOpen() {
        var open = postgres.administrator().acrossOrganizations(sql -> sql.fetch("""
                select polrelid::regclass::text, polname from pg_policy
                where (polroles @> array['pb_web'::regrole::oid] or polroles = '{0}')
                  and (coalesce(pg_get_expr(polqual, polrelid), '') not like '%pb_org()%'
                       or (polcmd <> 'r' and coalesce(pg_get_expr(polwithcheck, polrelid), '') not like '%pb_org()%'))"""));
        assertThat(open).isEmpty();
    }

    @Test
    void noRoleOfTheProductIsAboveTheRules() {
        var roles = postgres.administrator().acrossOrganizations(sql -> sql.fetch("""
                select rolname, rolsuper or rolbypassrls or rolcreaterole or rolreplication as above
                from pg_roles where rolname like 'pb\\_%'"""));
        assertThat(roles).hasSize(6);
        assertThat(roles)
                .allSatisfy(role -> assertThat(role.get("above", Boolean.class))
                        .as(role.get("rolname", String.class))
                        .isFalse());
    }

    @Test
    void functionsThatCrossTenantsAreThreeAndForTheAccessLayerAlone() {
        var functions = postgres.administrator().acrossOrganizations(sql -> sql.fetch("""
                select p.proname, p.proowner::regrole::text as owner, p.proconfig::text as config,
                       has_function_privilege('pb_worker', p.oid, 'execute')
                         or has_function_privilege('pb_auditor', p.oid, 'execute') as for_others
                from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname = 'public' and p.prosecdef order by p.proname"""));
        assertThat(functions.map(function -> function.get("proname", String.class)))
                .containsExactly("find_api_key", "find_memberships", "find_sign_in_link");
        assertThat(functions).allSatisfy(function -> {
            assertThat(function.get("owner", String.class)).isEqualTo("pb_lookup");
            assertThat(function.get("config", String.class)).contains("search_path");
            assertThat(function.get("for_others", Boolean.class)).isFalse();
        });
    }

    @ParameterizedTest
    @ValueSource(strings = {"web", "worker", "owner"})
    void withoutATenantNothingIsSeen(String role) {
        Database database = switch (role) {
            case "web" -> postgres.web();
            case "worker" -> postgres.worker();
            default -> postgres.owner();
        };
        for (var table : List.of(ORGANIZATIONS, MEMBERS, MEMBER_ROLES, MEMBER_WALLETS)) {
            assertThat(database.<Integer>acrossOrganizations(sql -> sql.fetchCount(table)))
                    .as(role + " " + table)
                    .isZero();
        }
    }

    @Test
    void anotherOrganizationsRowsAreNotThere() {
        for (var table : List.of(ORGANIZATIONS, MEMBERS, MEMBER_ROLES, MEMBER_WALLETS, API_KEYS)) {
            var id = table.equals(ORGANIZATIONS) ? ORGANIZATIONS.ID : table.field("org_id", UUID.class);
            assertThat(house.database.<Integer>inOrganization(mine, sql -> sql.fetchCount(table, id.eq(theirs))))
                    .as(table.getName())
                    .isZero();
        }
        assertThat(house.organizations.find(theirs)).isPresent();
        assertThat(house.keys.list(mine)).isEmpty();
        assertThat(house.keys.list(theirs)).hasSize(1);
    }

    @Test
    void aRowCannotBeWrittenForOrMovedToAnotherOrganization() {
        assertThatThrownBy(() -> house.database.runInOrganization(
                        mine,
                        sql -> sql.insertInto(MEMBERS, MEMBERS.ORG_ID, MEMBERS.NAME)
                                .values(theirs, "Mallory")
                                .execute()))
                .isInstanceOf(DataAccessException.class)
                .hasMessageContaining("row-level security");
        assertThatThrownBy(() -> house.database.runInOrganization(
                        mine,
                        sql -> sql.update(MEMBERS).set(MEMBERS.ORG_ID, theirs).execute()))
                .isInstanceOf(DataAccessException.class);
        assertThat(house.database.<Integer>inOrganization(
                        mine,
                        sql -> sql.update(MEMBERS)
                                .set(MEMBERS.NAME, "Mallory")
                                .where(MEMBERS.ORG_ID.eq(theirs))
                                .execute()))
                .isZero();
    }

    @Test
    void theTenantEndsWithItsTransaction() {
        assertThat(house.database.<Integer>inOrganization(mine, sql -> sql.fetchCount(MEMBERS)))
                .isPositive();
        assertThat(house.database.<Integer>acrossOrganizations(sql -> sql.fetchCount(MEMBERS)))
                .isZero();
    }

    @Test
    void theWorkerNeitherMakesMembersNorSeesWhatOpensTheDoor() {
        var worker = postgres.worker();
        assertThat(worker.<Integer>inOrganization(mine, sql -> sql.fetchCount(MEMBERS)))
                .isPositive();
        assertThatThrownBy(() -> worker.runInOrganization(
                        mine,
                        sql -> sql.insertInto(MEMBERS, MEMBERS.ORG_ID, MEMBERS.NAME)
                                .values(mine, "Mallory")
                                .execute()))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> worker.<Integer>inOrganization(mine, sql -> sql.fetchCount(API_KEYS)))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> worker.acrossOrganizations(sql -> sql.fetch("select * from find_memberships('0x')")))
                .hasMessageContaining("permission denied");
    }

    @Test
    void whatExplainsAPaymentIsNotDeleted() {
        for (var table : List.of(ORGANIZATIONS, MEMBERS, MEMBER_WALLETS, API_KEYS)) {
            assertThatThrownBy(() -> house.database.runInOrganization(
                            mine, sql -> sql.deleteFrom(table).execute()))
                    .as(table.getName())
                    .hasMessageContaining("permission denied");
        }
    }
}
