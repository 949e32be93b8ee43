package com.protocolbanks.architecture;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What the product stands on is known in one room each; what decides by itself stays in the apps. */
class LibrariesTest {
    private static final Set<String> APPS = Set.of("web", "worker", "gateway", "pb");

    /** A library's packages and the only rooms that may use them. */
    private static final Map<String, Set<String>> HOMES = Map.ofEntries(
            Map.entry("org.springframework.", Set.of("web")),
            Map.entry("jakarta.servlet.", Set.of("web")),
            Map.entry("gg.jte.", Set.of("web")),
            Map.entry("io.lettuce.", Set.of("redis")),
            Map.entry("io.netty.", Set.of("gateway", "redis")),
            Map.entry("io.micrometer.", Set.of("gateway")),
            Map.entry("org.flywaydb.", Set.of("database", "jooqcodegen")),
            Map.entry("com.zaxxer.", Set.of("database")),
            Map.entry("org.jooq.codegen", Set.of("jooqcodegen")),
            Map.entry("io.zonky.", Set.of("embedded", "jooqcodegen")),
            Map.entry("org.signal.embedded", Set.of("embedded")),
            Map.entry("redis.embedded", Set.of("embedded")),
            Map.entry("org.web3j.", Set.of("evm")),
            Map.entry("org.bouncycastle.", Set.of("evm")),
            Map.entry("fr.acinq.", Set.of("evm")),
            Map.entry("org.apache.pdfbox.", Set.of("payroll")),
            Map.entry("org.apache.fontbox.", Set.of("payroll")),
            Map.entry("org.dhatim.", Set.of("payroll", "pb")),
            Map.entry("picocli.", Set.of("pb")));

    @Test
    void librariesStayInTheirRooms() {
        assertThat(dependencies(one -> HOMES.entrySet().stream()
                        .anyMatch(home -> target(one).startsWith(home.getKey())
                                && !home.getValue().contains(House.room(one.getOriginClass())))))
                .isEmpty();
    }

    @Test
    void keysAreOpenedInEvmAndHeldByTheWorkerTheCommandLineAndForReceiptsTheGateway() {
        Set<String> mayHold = Set.of("evm", "sending", "worker", "gateway", "pb", "embedded");
        assertThat(dependencies(one -> target(one).startsWith(House.ROOT + ".evm.keys.")
                        && !mayHold.contains(House.room(one.getOriginClass()))))
                .isEmpty();
    }

    @Test
    void timeChanceAndEnvironmentEnterThroughTheApps() {
        var elsewhere = House.classes().stream()
                .filter(one -> !APPS.contains(House.room(one)))
                .filter(one -> !Set.of("embedded", "jooqcodegen").contains(House.room(one)))
                .flatMap(one -> one.getCodeUnitAccessesFromSelf().stream())
                .filter(access -> decides(
                        access.getTargetOwner(),
                        access.getTarget().getName(),
                        access.getTarget().getFullName()))
                .map(access -> access.getDescription())
                .toList();

        assertThat(elsewhere).isEmpty();
    }

    private static boolean decides(JavaClass owner, String method, String fullName) {
        String name = owner.getName();
        boolean now = method.equals("now") && name.startsWith("java.time.") && fullName.endsWith("now()");
        boolean system = name.equals("java.lang.System")
                && Set.of("currentTimeMillis", "getenv").contains(method);
        boolean clock = name.equals("java.time.Clock") && method.startsWith("system");
        boolean chance = (name.equals("java.util.UUID") && method.equals("randomUUID"))
                || (name.equals("java.lang.Math") && method.equals("random"))
                || (Set.of("java.util.Random", "java.security.SecureRandom").contains(name) && method.equals("<init>"))
                || (name.equals("java.util.concurrent.ThreadLocalRandom") && method.equals("current"));
        return now || system || clock || chance;
    }

    @Test
    void nothingIsMocked() {
        String path = System.getProperty("java.class.path");
        assertThat(path.split(java.io.File.pathSeparator))
                .noneMatch(entry -> Path.of(entry).getFileName().toString().startsWith("mockito"));
        assertThat(House.files("pom.xml").stream()
                        .filter(pom -> String.join("\n", House.lines(pom)).contains("mockito"))
                        .map(House::name))
                .isEmpty();
    }

    @Test
    void localServersReachNoProductionClassPath() {
        List<String> production = List.of("apps/web", "apps/worker", "apps/gateway", "features", "foundation");
        for (Path pom : House.files("pom.xml")) {
            String name = House.name(pom);
            boolean ships = production.stream().anyMatch(name::startsWith) && !name.startsWith("foundation/embedded");
            if (ships) {
                assertThat(withoutScope(pom, "embedded")).as(name).isFalse();
            }
        }
    }

    /** Whether the module depends on an artifact in a scope that ships. */
    private static boolean withoutScope(Path pom, String artifact) {
        String text = String.join("\n", House.lines(pom));
        return Stream.of(text.split("<dependency>"))
                .filter(part -> part.contains("<artifactId>" + artifact + "</artifactId>"))
                .map(part -> part.substring(0, Math.max(0, part.indexOf("</dependency>"))))
                .anyMatch(part -> part.contains("com.protocolbanks") && !part.contains("<scope>test</scope>"));
    }

    private static List<String> dependencies(Predicate<Dependency> wrong) {
        return House.classes().stream()
                .flatMap(one -> one.getDirectDependenciesFromSelf().stream())
                .filter(wrong)
                .map(Dependency::getDescription)
                .distinct()
                .toList();
    }

    private static String target(Dependency one) {
        return one.getTargetClass().getBaseComponentType().getName();
    }
}
