package com.protocolbanks.pb.check;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.pb.check.independent.BalanceReader;
import com.protocolbanks.pb.check.processes.DyingWorkers;
import com.protocolbanks.pb.company.ApiRefused;
import com.protocolbanks.pb.company.DemoCompany;
import com.protocolbanks.pb.company.PayrollClient;
import com.protocolbanks.pb.standalone.Premises;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Premises with one company that can pay, for checks that bring their own worker. */
public final class Trial implements AutoCloseable {
    /** Far beyond what a busy machine needs for a batch whose worker dies: it only ends what would wait for ever. */
    private static final Duration PATIENCE = Duration.ofMinutes(10);

    private static final BigDecimal ONE = BigDecimal.ONE.movePointRight(6);

    private final Path folder;
    private final Premises premises;
    private final DemoCompany.Cast cast;
    private final PayrollClient client;

    private Trial(Path folder, Premises premises) {
        this.folder = folder;
        this.premises = premises;
        try (var database = Database.open(premises.servers().database(Role.WEB), 2)) {
            this.cast = new DemoCompany(premises.servers(), database, Clock.systemUTC(), new SecureRandom()).found();
        }
        this.client = new PayrollClient(premises.web(), cast);
        for (int owner = 0; owner < DemoCompany.OWNERS.size(); owner++) {
            client.signIn(owner);
        }
    }

    public static Trial open(String name, LocalChain.Mining mining) throws IOException {
        var folder = Files.createTempDirectory("pb-check-" + name);
        return in(folder, Premises.open(folder, 0, mining));
    }

    /** {@link #open(String, LocalChain.Mining)}, with pages that take the time from that clock. */
    static Trial open(String name, LocalChain.Mining mining, Clock clock) throws IOException {
        var folder = Files.createTempDirectory("pb-check-" + name);
        return in(folder, Premises.open(folder, 0, mining, clock));
    }

    private static Trial in(Path folder, Premises premises) {
        try {
            return new Trial(folder, premises);
        } catch (RuntimeException e) {
            premises.close();
            throw e;
        }
    }

    /** Where the servers keep their data, and the premises their keys. */
    Path folder() {
        return folder;
    }

    public Premises premises() {
        return premises;
    }

    public DemoCompany.Cast cast() {
        return cast;
    }

    public PayrollClient client() {
        return client;
    }

    /** One person to be paid in USDC. */
    public record Payee(String name, String address, BigDecimal amount) {
        Map<String, String> row() {
            return Map.of("name", name, "walletAddress", address, "amount", amount.toPlainString());
        }

        public BigInteger units() {
            return amount.multiply(ONE).toBigIntegerExact();
        }
    }

    /** So many people whom nobody has paid before, with amounts of their own; the series tells lists apart. */
    public static List<Payee> payees(int series, int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Payee(
                        "Payee " + series + "-" + i,
                        address("payee " + series + " " + i),
                        new BigDecimal(1_000 + (i * 37 + series) % 9_000).movePointLeft(2)))
                .toList();
    }

    /** An address that resembles no other: the first 20 bytes of a digest. */
    private static String address(String seed) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
            return "0x" + HexFormat.of().formatHex(digest, 0, 20);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Submits and approves a batch of these people; returns its id. */
    String approved(List<Payee> payees, String payPeriod) {
        var batch = client.submit(payees.stream().map(Payee::row).toList(), payPeriod)
                .path("id")
                .asString();
        client.approve(batch);
        return batch;
    }

    /** People to be paid, in a period of their own; named by what happens meanwhile. */
    record Batch(String name, List<Payee> payees, String payPeriod) {}

    /** Has the batch paid by workers of which one dies; what is not as it should be afterwards, each as a sentence. */
    List<String> paidThroughDeath(Batch batch, DyingWorkers workers) throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        try {
            client.await(approved(batch.payees, batch.payPeriod), PATIENCE, state -> {
                workers.replaceTheDead();
                return state.path("stage").asString().equals("DONE");
            });
        } catch (ApiRefused unfinished) {
            wrong.add(batch.name + ": " + unfinished.getMessage());
        }
        boolean reached = workers.awaitReached();
        System.out.println(
                "  " + batch.name + ": " + batch.payees.size() + " people, " + (reached ? "reached" : "NOT REACHED"));
        if (!reached) {
            wrong.add(batch.name + ": it was never reached");
        }
        wrongBalances(batch.payees, true).forEach(one -> wrong.add(batch.name + ": " + one));
        return wrong;
    }

    /** Every payee's balance that is not the amount due, each as a sentence; due 0 for those who cannot be paid. */
    List<String> wrongBalances(List<Payee> payees, boolean payable) throws IOException, InterruptedException {
        var reader = new BalanceReader(premises.servers().chainUrl());
        var token = premises.servers().contracts().token(DevelopmentToken.USDC).toString();
        var balances =
                reader.balances(token, payees.stream().map(Payee::address).toList());
        List<String> wrong = new ArrayList<>();
        for (int i = 0; i < payees.size(); i++) {
            var due = payable ? payees.get(i).units() : BigInteger.ZERO;
            if (!due.equals(balances.get(i))) {
                wrong.add(payees.get(i).name() + " holds " + balances.get(i) + " instead of " + due);
            }
        }
        return wrong;
    }

    @Override
    public void close() {
        premises.close();
    }
}
