package com.protocolbanks.pb.demo;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payroll.documents.ReasonWords;
import com.protocolbanks.pb.company.ApiRefused;
import com.protocolbanks.pb.company.CastFile;
import com.protocolbanks.pb.company.DemoCompany;
import com.protocolbanks.pb.company.PayrollClient;
import com.protocolbanks.pb.standalone.Standalone;
import com.protocolbanks.pb.standalone.UntilInterrupted;
import java.io.PrintStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.JsonNode;

/**
 * {@code pb demo}: a company pays 25 people, three of whom cannot be paid, and an agent pays for its requests; everything is
 * real but the money.
 */
@Command(
        name = "demo",
        mixinStandardHelpOptions = true,
        description =
                "Starts everything on this machine, pays a sample payroll of 25 people, and lets an agent pay by the request.")
public final class DemoCommand implements Callable<Integer> {
    @Option(names = "--exit", description = "Stop after the report instead of serving on.")
    private boolean exit;

    @Option(
            names = "--data",
            defaultValue = "target/demo",
            description = "Folder for all data (default: ${DEFAULT-VALUE}).")
    private Path data = Path.of("target/demo");

    @Option(names = "--port", defaultValue = "0", description = "Port of the pages; 0 takes a free one.")
    private int port;

    @Override
    public Integer call() {
        PrintStream out = System.out;
        var narrator =
                new Narrator(out, System.console() != null && System.console().isTerminal());
        narrator.step("Starting Postgres, Redis, a local chain and the product");
        try (var standalone = Standalone.start(data.toAbsolutePath(), port)) {
            narrator.fact("pages at " + standalone.web());
            new Scene(standalone, narrator).play();
            if (!exit) {
                narrator.step("Serving at " + standalone.web() + " until Ctrl-C");
                UntilInterrupted.await();
            }
            return 0;
        } catch (ApiRefused e) {
            System.err.println("The demonstration failed: " + e.getMessage());
            return 1;
        }
    }

    /** One performance over running servers. */
    private final class Scene {
        private final Standalone standalone;
        private final Narrator narrator;

        Scene(Standalone standalone, Narrator narrator) {
            this.standalone = standalone;
            this.narrator = narrator;
        }

        void play() {
            long start = System.nanoTime();
            var cast = cast();
            Samples.refusedRecipients()
                    .forEach((address, how) -> standalone.servers().contracts().refuse(address, how));
            narrator.fact("organization Demo, wallet " + cast.organization().walletAddress() + " (a Safe, 2 of 2)");
            var client = new PayrollClient(standalone.web(), cast);
            var payroll = new DemoPayroll(client, cast, narrator);
            var state = payroll.pay(Samples.payroll());
            var batch = state.path("id").asString();
            var items = client.items(batch);
            payroll.saveDocuments(batch, items, data.resolve("documents"));
            var summary = summary(cast, state, (System.nanoTime() - start) / 1e9);
            summary.write(data);
            report(items, summary);
            var billed = summary.withBilling(new DemoAgent(standalone, cast, narrator).spend(data));
            billed.write(data);
            billed.withPhase("done").write(data);
            narrator.fact("summary   " + data.resolve(DemoSummary.FILE_NAME));
        }

        private DemoCompany.Cast cast() {
            var kept = new CastFile(data);
            try (var database = Database.open(standalone.servers().database(Role.WEB), 2)) {
                var clock = Clock.systemUTC();
                return kept.find(new Organizations(database, clock, UUID::randomUUID))
                        .orElseGet(() -> {
                            var cast =
                                    new DemoCompany(standalone.servers(), database, clock, new SecureRandom()).found();
                            kept.keep(cast);
                            return cast;
                        });
            }
        }

        private void report(List<JsonNode> items, DemoSummary summary) {
            narrator.step("Paid " + summary.payroll().success() + " of "
                    + summary.payroll().items() + " people in "
                    + Math.round(summary.payroll().seconds()) + " s; "
                    + summary.payroll().failed() + " could not be paid:");
            var reasons = ReasonWords.in(Locale.ENGLISH);
            for (var item : items) {
                if (item.path("status").asString().equals("FAILED")) {
                    narrator.fact(item.path("name").asString() + ", "
                            + plain(item.path("openAmount").asString()) + " "
                            + summary.payroll().tokenSymbol() + ": "
                            + reasons.of(item.path("reason").asString()));
                }
            }
            narrator.fact("report    " + summary.payroll().report());
            narrator.fact("payslips  " + summary.payroll().payslips());
            narrator.fact("bank file " + summary.payroll().fiatFile());
        }

        /** The amount with at least two digits after the point and no needless zeros. */
        private static String plain(String amount) {
            var number = new BigDecimal(amount).stripTrailingZeros();
            return number.setScale(Math.max(2, number.scale())).toPlainString();
        }

        private DemoSummary summary(DemoCompany.Cast cast, JsonNode state, double seconds) {
            var servers = standalone.servers();
            Map<String, String> tokens = new LinkedHashMap<>();
            for (var token : DevelopmentToken.values()) {
                tokens.put(token.name(), servers.contracts().token(token).toString());
            }
            return new DemoSummary(
                    "payroll",
                    standalone.web().toString(),
                    servers.chainUrl().toString(),
                    servers.database(Role.AUDITOR).jdbc() + "?user="
                            + servers.database(Role.AUDITOR).user().orElse(""),
                    servers.redisUrl(),
                    cast.preparer().apiKey(),
                    new DemoSummary.Organization(
                            cast.organization().id().toString(),
                            cast.organization().walletAddress().toString()),
                    new DemoSummary.Contracts(servers.contracts().multiSend().toString(), tokens),
                    payroll(state, seconds),
                    null);
        }

        private DemoSummary.Payroll payroll(JsonNode state, double seconds) {
            var chunks = new ArrayList<DemoSummary.Chunk>();
            for (var chunk : state.path("chunks")) {
                chunks.add(new DemoSummary.Chunk(
                        chunk.path("txHash").asString(),
                        chunk.path("status").asString(),
                        chunk.path("gasUsed").asLong()));
            }
            var documents = data.resolve("documents");
            return new DemoSummary.Payroll(
                    state.path("id").asString(),
                    state.path("status").asString(),
                    state.path("itemCount").asInt(),
                    state.path("counts").path("success").asInt(),
                    state.path("counts").path("failed").asInt(),
                    state.path("totalAmount").asString(),
                    state.path("tokenSymbol").asString(),
                    chunks,
                    documents.resolve("report.pdf").toString(),
                    documents.resolve("payslips").toString(),
                    documents.resolve("bank.xml").toString(),
                    seconds);
        }
    }
}
