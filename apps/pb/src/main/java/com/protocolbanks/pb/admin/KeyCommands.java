package com.protocolbanks.pb.admin;

import com.protocolbanks.identity.ApiKeys.ApiKey;
import com.protocolbanks.identity.ApiKeys.Made;
import com.protocolbanks.identity.Scope;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pb key …}. */
@Command(name = "key", mixinStandardHelpOptions = true, description = "API keys: make, list, revoke.")
final class KeyCommands {
    private static final UUID NONE = new UUID(0, 0);
    private static final String ORG_HELP = "The organization's id (or PB_ORG).";

    private KeyCommands() {}

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new KeyCommands())
                .addSubcommand(new Create(surroundings))
                .addSubcommand(new ListAll(surroundings))
                .addSubcommand(new Revoke(surroundings));
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Make a key that acts as a member, within its scopes. It is printed once and stored nowhere.")
    static final class Create extends AdminCommand {
        @Option(names = "--org", required = true, defaultValue = "${env:PB_ORG}", description = ORG_HELP)
        private UUID orgId = NONE;

        @Option(names = "--member", required = true, description = "The id of the member it acts as.")
        private UUID memberId = NONE;

        @Option(names = "--name", required = true, description = "What it is for.")
        private String name = "";

        @Option(
                names = "--scope",
                required = true,
                split = ",",
                description = "One or more of ${COMPLETION-CANDIDATES}, separated by commas.")
        private Set<Scope> scopes = Set.of();

        @Option(names = "--days", description = "After how many days it expires; without, it does not.")
        private Optional<Integer> days = Optional.empty();

        private final Surroundings surroundings;

        Create(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var office = Office.open(surroundings)) {
                var expiresAt = days.map(count -> office.clock().instant().plus(Duration.ofDays(count)));
                return switch (office.keys().create(orgId, memberId, name, scopes, expiresAt)) {
                    case Made.Created(var text, var key) -> {
                        var data = data(key);
                        data.put("key", text);
                        yield Answer.done(data, text).withNote("Keep it now: it is not shown again.");
                    }
                    case Made.UnknownMember _ -> Answer.refused("There is no active member " + memberId + ".");
                    case Made.Unusable(var field) -> Answer.refused("The " + field + " cannot be used as it is.");
                };
            }
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the keys, without their secrets.")
    static final class ListAll extends AdminCommand {
        @Option(names = "--org", required = true, defaultValue = "${env:PB_ORG}", description = ORG_HELP)
        private UUID orgId = NONE;

        private final Surroundings surroundings;

        ListAll(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var office = Office.open(surroundings)) {
                var keys = office.keys().list(orgId);
                return Answer.done(
                        Map.of("keys", keys.stream().map(KeyCommands::data).toList()),
                        keys.stream().map(ListAll::line).collect(Collectors.joining("\n")));
            }
        }

        private static String line(ApiKey key) {
            return key.id() + "  pbk_" + key.prefix() + "_…  " + key.name() + "  member " + key.memberId() + "  "
                    + key.scopes().stream().map(Scope::name).sorted().collect(Collectors.joining(","))
                    + key.revokedAt().map(when -> "  revoked " + when).orElse("");
        }
    }

    @Command(name = "revoke", mixinStandardHelpOptions = true, description = "End a key at once.")
    static final class Revoke extends AdminCommand {
        @Option(names = "--org", required = true, defaultValue = "${env:PB_ORG}", description = ORG_HELP)
        private UUID orgId = NONE;

        @Parameters(paramLabel = "KEY", description = "The key's id.")
        private UUID keyId = NONE;

        private final Surroundings surroundings;

        Revoke(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var office = Office.open(surroundings)) {
                return office.keys().revoke(orgId, keyId)
                        ? Answer.done(Map.of("keyId", keyId, "revoked", true), "revoked " + keyId)
                        : Answer.refused("There is no key " + keyId + " that still counts.");
            }
        }
    }

    private static Map<String, Object> data(ApiKey key) {
        var data = new LinkedHashMap<String, Object>();
        data.put("keyId", key.id());
        data.put("memberId", key.memberId());
        data.put("name", key.name());
        data.put("prefix", key.prefix());
        data.put("scopes", key.scopes().stream().map(Scope::name).sorted().toList());
        data.put("createdAt", key.createdAt());
        data.put("expiresAt", written(key.expiresAt()));
        data.put("revokedAt", written(key.revokedAt()));
        data.put("lastUsedAt", written(key.lastUsedAt()));
        return data;
    }

    private static String written(Optional<Instant> time) {
        return time.map(Instant::toString).orElse("");
    }
}
