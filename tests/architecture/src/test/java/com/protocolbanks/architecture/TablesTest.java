package com.protocolbanks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaFieldAccess;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** A feature touches only its own tables; what two share goes through the owner's face. */
class TablesTest {
    private static final String TABLES = House.ROOT + ".database.generated.Tables";
    private static final String GENERATED = House.ROOT + ".database.generated.tables";

    private static final Map<String, Set<String>> OWNED = Map.of(
            "identity",
                    Set.of(
                            "organizations",
                            "members",
                            "member_roles",
                            "member_wallets",
                            "api_keys",
                            "sign_in_links",
                            "find_api_key",
                            "find_sign_in_link",
                            "find_memberships"),
            "payroll",
                    Set.of(
                            "tokens",
                            "organization_keys",
                            "employees",
                            "employee_changes",
                            "vouched_addresses",
                            "payout_batches",
                            "payout_items",
                            "payout_legs",
                            "approval_requests",
                            "approvals",
                            "batch_events",
                            "batch_edits",
                            "documents",
                            "debtor_accounts",
                            "idempotency_keys"),
            "payouts", Set.of("payout_chunks", "reconciliations"),
            "sending", Set.of("nonces", "attempts", "chain_heights"),
            "queue", Set.of("outbox", "leases"),
            "billing",
                    Set.of(
                            "session_keys",
                            "session_key_events",
                            "session_key_countries",
                            "usage_channels",
                            "usage_receipts",
                            "usage_rejects",
                            "receipt_heads",
                            "receipt_signers",
                            "channel_deposits",
                            "settlements",
                            "settlement_claims",
                            "risk_rules",
                            "price_books",
                            "gateways",
                            "gateway_leftovers",
                            "accepted_losses",
                            "metering_epochs",
                            "epoch_reports"));

    /** The chunks a batch is sent in are shown with it, and whether the chain says the same. */
    private static final Map<String, Set<String>> MAY_READ =
            Map.of("payroll", Set.of("payout_chunks", "reconciliations"));

    private static final Set<String> NO_TABLES_AT_ALL = Set.of(
            "web", "worker", "gateway", "money", "threads", "evm", "x402", "fonts", "redis", "telemetry", "metering");

    @Test
    void everyTableHasOneOwner() {
        var owners = new TreeMap<String, String>();
        OWNED.forEach((room, tables) -> tables.forEach(table -> assertThat(owners.put(table, room))
                .as("a second owner of " + table)
                .isNull()));
        var generated = new TreeSet<String>();
        House.classes().stream()
                .filter(one -> one.getPackageName().equals(GENERATED))
                .filter(one -> !one.getSimpleName().endsWith("Path") && !one.isNestedClass())
                .forEach(one -> generated.add(snake(one.getSimpleName())));
        generated.removeAll(owners.keySet());

        assertThat(generated).as("tables without an owner in this test").isEmpty();
    }

    @Test
    void featuresTouchOnlyTheirOwnTables() {
        var strangers = new TreeSet<String>();
        touched().forEach((one, tables) -> {
            String room = House.room(one);
            if (room.equals("database") || room.equals("pb")) {
                return;
            }
            for (String table : tables) {
                boolean own = OWNED.getOrDefault(room, Set.of()).contains(table)
                        || MAY_READ.getOrDefault(room, Set.of()).contains(table);
                if (!own || NO_TABLES_AT_ALL.contains(room)) {
                    strangers.add(one.getName() + " touches " + table);
                }
            }
        });

        assertThat(strangers).isEmpty();
    }

    private static Map<JavaClass, Set<String>> touched() {
        Map<JavaClass, Set<String>> touched = new HashMap<>();
        for (JavaClass one : House.classes()) {
            var tables = new TreeSet<String>();
            for (JavaFieldAccess access : one.getFieldAccessesFromSelf()) {
                if (access.getTargetOwner().getName().equals(TABLES)) {
                    tables.add(access.getTarget().getName().toLowerCase(java.util.Locale.ROOT));
                }
            }
            one.getDirectDependenciesFromSelf().stream()
                    .map(dependency -> dependency.getTargetClass())
                    .filter(target -> target.getPackageName().equals(GENERATED))
                    .filter(target -> !target.isNestedClass())
                    .forEach(target -> tables.add(snake(target.getSimpleName())));
            touched.put(one, tables);
        }
        return touched;
    }

    private static String snake(String camel) {
        return camel.replaceAll("(?<=[a-z0-9])(?=[A-Z])", "_").toLowerCase(java.util.Locale.ROOT);
    }
}
