package com.protocolbanks.pb.admin;

import com.protocolbanks.evm.Address;
import com.protocolbanks.identity.Organizations.Founded;
import com.protocolbanks.identity.Organizations.Founding;
import com.protocolbanks.identity.PayoutMode;
import com.protocolbanks.identity.wallet.Finding;
import com.protocolbanks.identity.wallet.Finding.Verdict;
import com.protocolbanks.identity.wallet.Readiness;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pb org …}. */
@Command(
        name = "org",
        mixinStandardHelpOptions = true,
        description = "Organizations: found one, look whether it can pay.")
final class OrgCommands {
    private static final UUID NONE = new UUID(0, 0);

    private OrgCommands() {}

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new OrgCommands())
                .addSubcommand(new Create(surroundings))
                .addSubcommand(new Check(surroundings));
    }

    @Command(
            name = "create",
            mixinStandardHelpOptions = true,
            description = "Found an organization; its first member is owner and approver.")
    static final class Create extends AdminCommand {
        @Option(names = "--name", required = true, description = "The organization's name.")
        private String name = "";

        @Option(names = "--wallet", required = true, description = "The account that pays: a Safe, 0x….")
        private Address wallet = Address.ZERO;

        @Option(names = "--owner", required = true, description = "The wallet with which the first member signs in.")
        private Address owner = Address.ZERO;

        @Option(names = "--owner-name", defaultValue = "Owner", description = "Their name (${DEFAULT-VALUE}).")
        private String ownerName = "";

        @Option(
                names = "--mode",
                defaultValue = "MODULE",
                description = "How the contract takes the tokens: ${COMPLETION-CANDIDATES} (${DEFAULT-VALUE}).")
        private PayoutMode mode = PayoutMode.MODULE;

        @Option(names = "--locale", defaultValue = "en", description = "Language of the documents: en or zh.")
        private Locale locale = Locale.ENGLISH;

        private final Surroundings surroundings;

        Create(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var office = Office.open(surroundings)) {
                var chainId = office.chain().chainId();
                var founding = new Founding(name, wallet, chainId, mode, locale, ownerName, owner);
                return switch (office.organizations().create(founding)) {
                    case Founded.Created(var organization, var member) ->
                        Answer.done(
                                        Map.of(
                                                "orgId", organization.id(),
                                                "memberId", member.id(),
                                                "walletAddress",
                                                        organization
                                                                .walletAddress()
                                                                .toString(),
                                                "chainId", chainId.value()),
                                        "organization " + organization.id() + "\nmember       " + member.id())
                                .withNote("Next: pb org check " + organization.id());
                    case Founded.WalletTaken(var taken) ->
                        Answer.refused("Another organization pays from " + taken + ".");
                    case Founded.Unusable(var field) ->
                        Answer.refused("The " + field + " has 1 to 200 characters, none of them a control character.");
                };
            }
        }
    }

    @Command(
            name = "check",
            mixinStandardHelpOptions = true,
            description =
                    "Look whether an organization could pay now: module, owners, funds, gas; with the remedy of each.")
    static final class Check extends AdminCommand {
        @Parameters(paramLabel = "ORG", description = "The organization's id.")
        private UUID orgId = NONE;

        private final Surroundings surroundings;

        Check(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var office = Office.open(surroundings)) {
                var organization = office.organizations().find(orgId);
                if (organization.isEmpty()) {
                    return Answer.refused("There is no organization " + orgId + ".");
                }
                var findings = new Readiness(office.chain(), office.deployment())
                        .of(organization.get(), office.members().list(orgId), office.holdings(orgId));
                return new Answer(exit(findings), data(findings), text(findings), "");
            }
        }

        private static ExitCode exit(List<Finding> findings) {
            if (findings.stream().anyMatch(finding -> finding.verdict() == Verdict.MISSING)) {
                return ExitCode.REFUSED;
            }
            return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.UNKNOWN)
                    ? ExitCode.UNAVAILABLE
                    : ExitCode.DONE;
        }

        private static Map<String, ?> data(List<Finding> findings) {
            return Map.of("ready", exit(findings) == ExitCode.DONE, "findings", findings);
        }

        private static String text(List<Finding> findings) {
            return findings.stream().map(Check::line).collect(Collectors.joining("\n"));
        }

        private static String line(Finding finding) {
            var line = "%-8s %-13s %s".formatted(finding.verdict(), finding.check(), finding.found());
            return finding.remedy().isEmpty() ? line : line + "\n" + " ".repeat(23) + "-> " + finding.remedy();
        }
    }
}
