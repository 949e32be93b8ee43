package com.protocolbanks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** Which room may know which, and how much of it. */
class RoomsTest {
    private static final Set<String> FOUNDATION =
            Set.of("money", "threads", "evm", "x402", "fonts", "database", "redis", "queue", "telemetry");

    private static final Map<String, Set<String>> MAY_DEPEND_ON = mayDependOn();

    /** Packages of a feature that are its face beside its root: what they hold, other rooms may use. */
    private static final Map<String, Set<String>> FACES = Map.of(
            "identity", Set.of("secret", "signin", "siwe", "wallet"),
            "payroll",
                    Set.of(
                            "approval",
                            "bank",
                            "documents",
                            "editing",
                            "fiat",
                            "idempotency",
                            "payees",
                            "people",
                            "problems",
                            "progress",
                            "rows",
                            "settlement",
                            "signing",
                            "splits",
                            "spreadsheet",
                            "spreadsheet.source",
                            "tokens"),
            "sending", Set.of("dialect", "engine"),
            "payouts", Set.of("reconciliation"),
            "billing", Set.of("keys", "prices", "channels", "gateways", "usage", "settlement", "risk"),
            "metering", Set.of("receipts", "vouchers", "sessions", "keys", "log", "epochs", "running", "store"),
            "webhooks", Set.of());

    private static Map<String, Set<String>> mayDependOn() {
        var rooms = new HashMap<String, Set<String>>();
        for (String bare : Set.of("money", "threads", "evm", "fonts", "telemetry", "jooqcodegen")) {
            rooms.put(bare, Set.of());
        }
        rooms.put("x402", Set.of("evm"));
        rooms.put("database", Set.of("telemetry"));
        rooms.put("redis", Set.of("telemetry"));
        rooms.put("queue", Set.of("database", "redis", "telemetry"));
        rooms.put("embedded", FOUNDATION);
        rooms.put("identity", FOUNDATION);
        rooms.put("payroll", and(FOUNDATION, "identity"));
        rooms.put("sending", FOUNDATION);
        rooms.put("payouts", and(FOUNDATION, "payroll", "sending"));
        rooms.put("billing", and(FOUNDATION, "identity", "sending"));
        rooms.put("metering", and(FOUNDATION, "billing"));
        rooms.put("webhooks", and(FOUNDATION, "identity"));
        rooms.put("sdk", Set.of("evm", "x402"));
        rooms.put("web", and(FOUNDATION, "identity", "payroll", "payouts", "billing", "metering", "webhooks"));
        rooms.put(
                "worker",
                and(FOUNDATION, "identity", "payroll", "payouts", "sending", "billing", "metering", "webhooks"));
        rooms.put("gateway", and(FOUNDATION, "metering", "billing"));
        rooms.put(
                "pb",
                and(
                        FOUNDATION,
                        "embedded",
                        "identity",
                        "payroll",
                        "payouts",
                        "sending",
                        "billing",
                        "metering",
                        "webhooks",
                        "web",
                        "worker",
                        "gateway",
                        "sdk"));
        return rooms;
    }

    private static Set<String> and(Set<String> rooms, String... more) {
        var all = new TreeSet<>(rooms);
        all.addAll(Set.of(more));
        return all;
    }

    @Test
    void everyRoomIsInTheTable() {
        assertThat(MAY_DEPEND_ON.keySet()).containsAll(House.rooms());
    }

    @Test
    void roomsKnowOnlyTheRoomsTheyMay() {
        assertThat(crossings()
                        .filter(one -> !MAY_DEPEND_ON
                                .getOrDefault(House.room(one.getOriginClass()), Set.of())
                                .contains(House.room(one.getTargetClass())))
                        .map(Dependency::getDescription)
                        .distinct())
                .isEmpty();
    }

    @Test
    void featuresAreSeenThroughTheirFaces() {
        assertThat(crossings()
                        .filter(one -> FACES.containsKey(House.room(one.getTargetClass())))
                        .filter(one -> !isFace(one.getTargetClass()))
                        .map(Dependency::getDescription)
                        .distinct())
                .isEmpty();
    }

    @Test
    void theCommandLineStartsTheOtherAppsByTheirRootOnly() {
        assertThat(crossings()
                        .filter(one -> Set.of("web", "worker", "gateway").contains(House.room(one.getTargetClass())))
                        .filter(one -> !House.inside(one.getTargetClass()).isEmpty())
                        .map(Dependency::getDescription)
                        .distinct())
                .isEmpty();
    }

    private static boolean isFace(JavaClass target) {
        String inside = House.inside(target);
        return inside.isEmpty()
                || FACES.getOrDefault(House.room(target), Set.of()).contains(inside);
    }

    /** Every use of a class of another room of the product. */
    private static Stream<Dependency> crossings() {
        return House.classes().stream()
                .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                .filter(one ->
                        !House.room(one.getTargetClass().getBaseComponentType()).isEmpty())
                .filter(one -> !House.room(one.getTargetClass().getBaseComponentType())
                        .equals(House.room(one.getOriginClass())));
    }
}
