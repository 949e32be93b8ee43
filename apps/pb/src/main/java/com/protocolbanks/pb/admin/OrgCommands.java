package com.protocolbanks.pb.admin;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.Erc20Calls;
import com.protocolbanks.evm.rpc.CallAnswer;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.identity.Organizations.Founded;
import com.protocolbanks.identity.Organizations.Founding;
import com.protocolbanks.identity.PayoutMode;
import com.protocolbanks.identity.wallet.Finding;
import com.protocolbanks.identity.wallet.Finding.Verdict;
import com.protocolbanks.identity.wallet.Readiness;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.tokens.Token;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
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
        description = "Organizations: found one, enable tokens, look whether it can pay.")
final class OrgCommands {
    private static final UUID NONE = new UUID(0, 0);

    private OrgCommands() {}

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new OrgCommands())
                .addSubcommand(new Create(surroundings))
                .addSubcommand(new EnableToken(surroundings))
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
            name = "token",
            mixinStandardHelpOptions = true,
            description = "Enable a token the organization pays in; its decimals are read from the chain.")
    static final class EnableToken extends AdminCommand {
        private static final int NATIVE_DECIMALS = 18;

        @Option(
                names = "--org",
                required = true,
                defaultValue = "${env:PB_ORG}",
                description = "The organization's id (or PB_ORG).")
        private UUID orgId = NONE;

        @Option(names = "--symbol", required = true, description = "Its name in files and pages, such as USDC.")
        private String symbol = "";

        @Option(
                names = "--address",
                required = true,
                description = "Its contract; the zero address for the chain's own coin.")
        private Address address = Address.ZERO;

        @Option(names = "--unit", defaultValue = "USD", description = "Its unit of account (${DEFAULT-VALUE}).")
        private String unit = "";

        @Option(names = "--no-par", description = "One token is not worth one of its unit.")
        private boolean noPar;

        private final Surroundings surroundings;

        EnableToken(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var office = Office.open(surroundings)) {
                if (office.organizations().find(orgId).isEmpty()) {
                    return Answer.refused("There is no organization " + orgId + ".");
                }
                var decimals = decimals(office.chain());
                if (decimals.isEmpty()) {
                    return Answer.refused("There is no token with 0 to 18 decimals at " + address + ".");
                }
                if (!symbol.matches("[A-Z0-9]{1,12}") || !unit.matches("[A-Z]{3}")) {
                    return Answer.refused("A symbol has 1 to 12 capitals or digits, a unit three capitals.");
                }
                office.tokens().enable(orgId, new Token(new Asset(symbol, decimals.get(), unit), address, !noPar));
                return Answer.done(
                        Map.of("symbol", symbol, "address", address.toString(), "decimals", decimals.get()),
                        symbol + " at " + address + ", " + decimals.get() + " decimals");
            }
        }

        private Optional<Integer> decimals(ChainClient chain) {
            if (address.equals(Address.ZERO)) {
                return Optional.of(NATIVE_DECIMALS);
            }
            return chain.call(CallRequest.of(address, Erc20Calls.decimals())) instanceof CallAnswer.Returned(var data)
                            && data.length == Hash32.LENGTH
                            && Erc20Calls.number(data).bitLength() <= 5
                    ? Optional.of(Erc20Calls.number(data).intValue()).filter(count -> count <= NATIVE_DECIMALS)
                    : Optional.empty();
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

        private static Answer.Exit exit(List<Finding> findings) {
            if (findings.stream().anyMatch(finding -> finding.verdict() == Verdict.MISSING)) {
                return Answer.Exit.REFUSED;
            }
            return findings.stream().anyMatch(finding -> finding.verdict() == Verdict.UNKNOWN)
                    ? Answer.Exit.UNAVAILABLE
                    : Answer.Exit.DONE;
        }

        private static Map<String, ?> data(List<Finding> findings) {
            return Map.of("ready", exit(findings) == Answer.Exit.DONE, "findings", findings);
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
