package com.protocolbanks.pb.admin;

import com.protocolbanks.billing.gateways.Losses;
import com.protocolbanks.billing.gateways.Losses.Acceptance;
import com.protocolbanks.billing.gateways.Losses.Report;
import com.protocolbanks.billing.gateways.Losses.Stake;
import com.protocolbanks.database.Database;
import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.evm.Hash32;
import java.math.BigDecimal;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pb gateway …}: what a loss of Redis waits for. {@code DATABASE_URL} has the gateway's role. */
@Command(
        name = "gateway",
        mixinStandardHelpOptions = true,
        description = "After a loss of Redis: show the logs that are missing and what is at stake, give one up.")
final class GatewayCommands {
    private GatewayCommands() {}

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new GatewayCommands())
                .addSubcommand(new Show(surroundings))
                .addSubcommand(new Accept(surroundings));
    }

    private static Database database(Surroundings surroundings) {
        try {
            return Database.open(DatabaseUrl.of(surroundings.setting("DATABASE_URL")), 1);
        } catch (IllegalArgumentException unreadable) {
            throw new Surroundings.Unusable("DATABASE_URL: " + unreadable.getMessage());
        }
    }

    private static Map<String, String> plain(Map<String, BigDecimal> amounts) {
        var plain = new TreeMap<String, String>();
        amounts.forEach((token, amount) -> plain.put(token, amount.toPlainString()));
        return plain;
    }

    private static String inWords(Map<String, BigDecimal> amounts) {
        return amounts.isEmpty()
                ? "nothing: no key could pay"
                : amounts.entrySet().stream()
                        .map(one -> one.getValue().toPlainString() + " " + one.getKey())
                        .collect(Collectors.joining(", "));
    }

    @Command(
            name = "losses",
            mixinStandardHelpOptions = true,
            description = "Show the logs that the newest epoch waits for, since when, and the most that would be lost"
                    + " without them: what was left of every key that could pay.")
    static final class Show extends AdminCommand {
        private static final int KEYS_SHOWN = 20;

        private final Surroundings surroundings;

        Show(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var database = database(surroundings)) {
                return new Losses(database, surroundings.clock())
                        .report()
                        .map(report -> Answer.done(data(report), text(report)))
                        .orElseGet(() -> Answer.refused("No gateway has ever opened a store."));
            }
        }

        private static Map<String, ?> data(Report report) {
            return Map.of(
                    "epoch", report.epoch().number(),
                    "open", report.epoch().open(),
                    "since", report.since().toString(),
                    "missing",
                            report.missing().stream()
                                    .map(one -> Map.of(
                                            "gateway", one.gatewayId(),
                                            "log", one.logName(),
                                            "heardOf", one.seen().toString()))
                                    .toList(),
                    "atMost", plain(report.atMost()),
                    "keys", report.stakes().stream().map(Show::data).toList());
        }

        private static Map<String, ?> data(Stake stake) {
            return Map.of(
                    "organization", stake.orgId().toString(),
                    "key", stake.keyId().toString(),
                    "token", stake.token(),
                    "left", stake.left().toPlainString(),
                    "channels", stake.channels().stream().map(Hash32::hex).toList());
        }

        private static String text(Report report) {
            if (report.epoch().open()) {
                return "Epoch " + report.epoch().number() + " is open: nothing is missing.";
            }
            if (report.missing().isEmpty()) {
                return "Epoch " + report.epoch().number() + " opens as soon as a gateway looks.";
            }
            var logs = report.missing().stream()
                    .map(one -> "  " + one.gatewayId() + ", heard of last at " + one.seen() + ", log " + one.logName())
                    .collect(Collectors.joining("\n"));
            var keys =
                    report.stakes().stream().limit(KEYS_SHOWN).map(Show::line).collect(Collectors.joining("\n"));
            int more = report.stakes().size() - KEYS_SHOWN;
            return "Since " + report.since() + " epoch " + report.epoch().number() + " waits for the logs of\n" + logs
                    + "\nWithout them charges may be lost of at most " + inWords(report.atMost()) + ".\n"
                    + keys + (more > 0 ? "\n  and " + more + " keys more; --json has all" : "");
        }

        private static String line(Stake stake) {
            return "  key " + stake.keyId() + " of organization " + stake.orgId() + ": "
                    + stake.left().toPlainString() + " " + stake.token()
                    + (stake.channels().isEmpty()
                            ? ", no channel known"
                            : ", channels "
                                    + stake.channels().stream().map(Hash32::hex).collect(Collectors.joining(" ")));
        }
    }

    @Command(
            name = "accept",
            mixinStandardHelpOptions = true,
            description = "Give up the log of a gateway for good: what it alone knew is lost. An epoch that waits for"
                    + " no other opens.")
    static final class Accept extends AdminCommand {
        @Parameters(paramLabel = "ID", description = "The gateway, as pb gateway losses names it.")
        private String gatewayId = "";

        @Option(names = "--by", required = true, description = "Who decides it; it is kept.")
        private String by = "";

        @Option(names = "--because", required = true, description = "Why; it is kept.")
        private String because = "";

        private final Surroundings surroundings;

        Accept(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            if (by.isBlank() || because.isBlank()) {
                return Answer.refused("Say who decides it (--by) and why (--because).");
            }
            try (var database = database(surroundings)) {
                return switch (new Losses(database, surroundings.clock())
                        .accept(gatewayId, by.strip(), because.strip())) {
                    case Acceptance.Accepted(var atMost) ->
                        Answer.done(
                                Map.of("gateway", gatewayId, "acceptedBy", by.strip(), "atMost", plain(atMost)),
                                "The log of " + gatewayId + " is given up. Lost by that are charges of at most "
                                        + inWords(atMost) + ".");
                    case Acceptance.NotMissed() -> Answer.refused("Nobody waits for a log of " + gatewayId + ".");
                    case Acceptance.Alive(var seen) ->
                        Answer.refused(gatewayId + " was heard of at " + seen
                                + ": stop it, and wait a minute, before its log is given up.");
                };
            }
        }
    }
}
