package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.pb.check.billing.BillingTrial;
import com.protocolbanks.pb.check.billing.HistoryTrial;
import com.protocolbanks.pb.check.billing.InvoiceTrial;
import com.protocolbanks.pb.check.billing.OutageTrial;
import com.protocolbanks.pb.check.billing.ReplayTrial;
import com.protocolbanks.pb.check.billing.Stage;
import com.protocolbanks.pb.check.bugs.BugBank;
import com.protocolbanks.pb.company.ApiRefused;
import com.protocolbanks.pb.simulation.SimulationTrial;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** {@code pb check NAME}: exit code 0 when the promise holds, 1 when it does not, 2 for an unknown name. */
@Command(name = "check", mixinStandardHelpOptions = true, description = "Tries a promise of the product for real.")
public final class CheckCommand implements Callable<Integer> {
    /** How many differences are said one by one: of ten thousand people each could be one. */
    private static final int NAMED = 20;

    @Option(names = "--kills", description = "For billing-kill: how often something is killed; 500 take an hour.")
    private int kills = 30;

    @Option(names = "--seconds", description = "For outage: how long Redis and Postgres are away; 600 is ten minutes.")
    private int seconds = 8;

    @Option(names = "--seed", description = "For billing-kill and simulation: repeats what went wrong and when.")
    private long seed = System.nanoTime();

    @Option(names = "--only", description = "For bug-bank: a bug's name or its beginning; may be given several times.")
    private List<String> only = List.of();

    @Option(names = "--json", description = "For bug-bank: the table as JSON.")
    private boolean json;

    @Option(names = "--seeds", description = "For simulation: how many runs, from that seed on.")
    private int seeds = 100;

    @Option(names = "--trace", description = "For simulation: tells the run of that seed step by step.")
    private boolean trace;

    private List<Check> checks() {
        return List.of(
                new CheckDemo(),
                new CheckRestart(),
                new CheckPayroll10k(),
                new CheckKill(),
                new CheckFlushAll(),
                new CheckGasBurners(),
                new CheckSdk(),
                new CheckOverspend(),
                new CheckBillingKill(kills, seed),
                new Tried(
                        "simulation",
                        "Whatever crashes, lies, is late or is lost, in any order: everybody is paid once, and books and chain agree.",
                        () -> new SimulationTrial(seeds, seed, trace).run()),
                new BillingCheck(
                        "invoice",
                        "Whoever leaves, before the answer or after any event of it, on any surface, is billed what the provider bills.",
                        new InvoiceTrial()),
                new BillingCheck(
                        "replay",
                        "Every reply lost and every captured request sent again, in both modes, at two gateways: charged once.",
                        new ReplayTrial()),
                new BillingCheck(
                        "usage",
                        "pb verify usage accepts the histories of running gateways and names each of eight kinds of tampering.",
                        new HistoryTrial()),
                new BillingCheck(
                        "outage",
                        "Redis stopped, Redis killed and Postgres gone under load: answers are paid or a 503 in time, and the books right.",
                        new OutageTrial(Duration.ofSeconds(seconds))),
                new CommandCheck(
                        "contracts",
                        "The committed contracts are what the sources compile to, their tests pass, and planted faults are found.",
                        List.of(
                                List.of("npm", "ci", "--prefix", "contracts"),
                                List.of("node", "contracts/tools/check-artifacts.mjs"),
                                List.of("sh", "-c", "cd contracts && ./tools/forge test"),
                                List.of("node", "contracts/tools/mutants.mjs"))),
                new CommandCheck(
                        "pictures",
                        "Every page is drawn in a real browser: both languages, light and dark, three widths; and the PDFs (target/pictures).",
                        List.of(
                                List.of("tools/prepare-tests"),
                                List.of(
                                        "mvn",
                                        "-B",
                                        "-ntp",
                                        "-q",
                                        "-Dquick",
                                        "-pl",
                                        "tests/browser",
                                        "-am",
                                        "package",
                                        "-Dpb.full=true",
                                        "-Dpb.pictures=" + DemoProcess.root().resolve("target/pictures"),
                                        "-Dtest=*JourneyTest",
                                        "-Dsurefire.failIfNoSpecifiedTests=false"))),
                new CommandCheck(
                        "empty-repo",
                        "The whole suite passes with nothing in the local Maven repository.",
                        List.of(List.of("./pb", "test", "-Dmaven.repo.local={empty}"))),
                new BugBankCheck(only, json));
    }

    /** What the tests are worth. */
    private record BugBankCheck(List<String> only, boolean json) implements Check {
        @Override
        public String name() {
            return "bug-bank";
        }

        @Override
        public String promise() {
            return "Each bug of tests/bugs, planted in a copy of the project, is noticed by the test or check it names.";
        }

        @Override
        public List<String> run() throws Exception {
            return new BugBank(DemoProcess.root(), only, json).differences();
        }
    }

    /** A promise that is tried elsewhere. */
    private record Tried(String name, String promise, Callable<List<String>> trial) implements Check {
        @Override
        public List<String> run() throws Exception {
            return trial.call();
        }
    }

    /** A promise of AI billing, tried on servers of its own. */
    private record BillingCheck(String name, String promise, BillingTrial trial) implements Check {
        @Override
        public List<String> run() throws Exception {
            try (var premises = Trial.open(name, new LocalChain.Mining.EachTransactionAndEvery(1));
                    var stage = Stage.open(premises.premises(), premises.cast())) {
                return trial.on(stage);
            }
        }
    }

    @Parameters(arity = "0..1", paramLabel = "NAME", description = "The promise; without it they are listed.")
    private @Nullable String name;

    @Override
    public Integer call() throws Exception {
        if (name == null) {
            checks().forEach(check -> System.out.printf("%-14s %s%n", check.name(), check.promise()));
            return 0;
        }
        var chosen =
                checks().stream().filter(check -> check.name().equals(name)).findFirst();
        if (chosen.isEmpty()) {
            System.err.println("There is no check named " + name + "; pb check lists them.");
            return 2;
        }
        var differences = differences(chosen.get());
        differences.stream().limit(NAMED).forEach(difference -> System.err.println("NOT SO: " + difference));
        if (differences.size() > NAMED) {
            System.err.println("NOT SO: and " + (differences.size() - NAMED) + " more");
        }
        (json ? System.err : System.out).println(name + ": " + (differences.isEmpty() ? "holds" : "does not hold"));
        return differences.isEmpty() ? 0 : 1;
    }

    /** What the product refuses or does not bring to its end is a promise that does not hold, like any other. */
    private static List<String> differences(Check check) throws Exception {
        try {
            return check.run();
        } catch (ApiRefused refused) {
            return List.of(String.valueOf(refused.getMessage()));
        }
    }
}
