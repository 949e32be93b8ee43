package com.protocolbanks.pb.admin;

import com.protocolbanks.evm.Address;
import com.protocolbanks.identity.Member;
import com.protocolbanks.identity.Members;
import com.protocolbanks.identity.Members.Outcome;
import com.protocolbanks.identity.Role;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pb member …}. */
@Command(name = "member", mixinStandardHelpOptions = true, description = "Members: add, list, let in once by a link.")
final class MemberCommands {
    private static final UUID NONE = new UUID(0, 0);
    private static final String ORG_HELP = "The organization's id (or PB_ORG).";

    private MemberCommands() {}

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new MemberCommands())
                .addSubcommand(new Add(surroundings))
                .addSubcommand(new ListAll(surroundings))
                .addSubcommand(new Link(surroundings));
    }

    @Command(name = "add", mixinStandardHelpOptions = true, description = "Add a member.")
    static final class Add extends AdminCommand {
        @Option(names = "--org", required = true, defaultValue = "${env:PB_ORG}", description = ORG_HELP)
        private UUID orgId = NONE;

        @Option(names = "--name", required = true, description = "The member's name.")
        private String name = "";

        @Option(names = "--email", description = "Where the member is told of things.")
        private Optional<String> email = Optional.empty();

        @Option(
                names = "--role",
                required = true,
                split = ",",
                description = "One or more of ${COMPLETION-CANDIDATES}, separated by commas.")
        private Set<Role> roles = Set.of();

        @Option(names = "--wallet", split = ",", description = "Wallets the member signs in and approves with.")
        private List<Address> wallets = List.of();

        @Option(names = "--locale", defaultValue = "en", description = "The member's language: en or zh.")
        private Locale locale = Locale.ENGLISH;

        private final Surroundings surroundings;

        Add(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var office = Office.open(surroundings)) {
                var outcome = office.members().add(orgId, new Members.NewMember(name, email, locale, roles, wallets));
                return switch (outcome) {
                    case Outcome.Changed(var member) -> Answer.done(data(member), "member " + member.id());
                    case Outcome.WalletTaken(var address) ->
                        Answer.refused("Another member has or had the wallet " + address + ".");
                    case Outcome.Unusable(var field) -> Answer.refused("The " + field + " cannot be used as it is.");
                    case Outcome.Unknown _ -> Answer.refused("There is no organization " + orgId + ".");
                    case Outcome.LastOwner _ -> Answer.refused("The organization needs an owner.");
                };
            }
        }
    }

    @Command(name = "list", mixinStandardHelpOptions = true, description = "List the members, their roles and wallets.")
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
                var members = office.members().list(orgId);
                return members.isEmpty()
                        ? Answer.refused("There is no organization " + orgId + ".")
                        : Answer.done(
                                Map.of(
                                        "members",
                                        members.stream()
                                                .map(MemberCommands::data)
                                                .toList()),
                                members.stream().map(ListAll::line).collect(Collectors.joining("\n")));
            }
        }

        private static String line(Member member) {
            var wallets = member.wallets().stream()
                    .map(wallet ->
                            wallet.address() + (wallet.verifiedAt().isPresent() ? " (proven)" : " (not yet proven)"))
                    .collect(Collectors.joining(", "));
            var roles = member.roles().stream().map(Role::name).sorted().collect(Collectors.joining(","));
            return member.id() + "  " + member.name() + "  " + roles + "  " + wallets
                    + (member.isActive() ? "" : "  deactivated");
        }
    }

    @Command(
            name = "link",
            mixinStandardHelpOptions = true,
            description = "Make an address that lets one member in, once, without a wallet.")
    static final class Link extends AdminCommand {
        @Option(names = "--org", required = true, defaultValue = "${env:PB_ORG}", description = ORG_HELP)
        private UUID orgId = NONE;

        @Parameters(paramLabel = "MEMBER", description = "The member's id.")
        private UUID memberId = NONE;

        @Option(names = "--minutes", defaultValue = "15", description = "How long it counts (${DEFAULT-VALUE}).")
        private int minutes;

        private final Surroundings surroundings;

        Link(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            if (minutes < 1 || minutes > 7 * 24 * 60) {
                return Answer.refused("A link counts for 1 minute to 7 days.");
            }
            try (var office = Office.open(surroundings)) {
                var origin = office.publicUrl();
                return office.links()
                        .mint(orgId, memberId, Duration.ofMinutes(minutes))
                        .map(minted -> {
                            // Behind the #, where browsers keep it from servers, proxies and logs.
                            var address = origin.resolve("/sign-in/link") + "#" + minted.token();
                            return Answer.done(Map.of("address", address, "expiresAt", minted.expiresAt()), address)
                                    .withNote("Whoever opens it first is signed in; it counts until "
                                            + minted.expiresAt() + ".");
                        })
                        .orElseGet(() -> Answer.refused("There is no active member " + memberId + "."));
            }
        }
    }

    private static Map<String, Object> data(Member member) {
        var data = new LinkedHashMap<String, Object>();
        data.put("memberId", member.id());
        data.put("name", member.name());
        data.put("roles", member.roles().stream().map(Role::name).sorted().toList());
        data.put(
                "wallets",
                member.wallets().stream()
                        .map(wallet -> Map.of(
                                "address", wallet.address().toString(),
                                "proven", wallet.verifiedAt().isPresent()))
                        .toList());
        data.put("active", member.isActive());
        return data;
    }
}
