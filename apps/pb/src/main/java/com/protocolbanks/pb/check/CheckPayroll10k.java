package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.pb.check.independent.BalanceReader;
import com.protocolbanks.pb.check.independent.WorkbookExpectation;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ten thousand people in two tokens, paid by a worker that has half a core and 512 MB. */
final class CheckPayroll10k implements Check {
    private static final int PEOPLE = 10_000;
    private static final double CORES = 0.5;
    private static final long MEMORY = 512L << 20;
    private static final Duration IMPORT_LIMIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);
    private static final int TOKEN_DECIMALS = 6;

    @Override
    public String name() {
        return "payroll-10k";
    }

    @Override
    public String promise() {
        return "10,000 people in two tokens: imported in under 10 s, paid right by a worker of 0.5 CPU and 512 MB.";
    }

    @Override
    public List<String> run() throws Exception {
        var file = Files.createTempFile("pb-check-payroll", ".xlsx");
        PayrollWorkbook.write(file, Trial.payees(10_000, PEOPLE));
        var quota = CpuQuota.create("pb-check-10k", CORES, MEMORY);
        if (quota.isEmpty()) {
            return List.of("this machine lets nobody make a control group, so half a core cannot be measured");
        }
        try (var limited = quota.get();
                var trial = Trial.open(name(), new LocalChain.Mining.EachTransactionAndEvery(1))) {
            return paid(trial, limited, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static List<String> paid(Trial trial, CpuQuota limited, Path file) throws Exception {
        List<String> wrong = new ArrayList<>();
        long uploading = System.nanoTime();
        var batch = trial.client().upload(file, "2026-11", "").path("id").asString();
        var imported = Duration.ofNanos(System.nanoTime() - uploading);
        System.out.printf(Locale.ROOT, "  imported in %.1f s%n", imported.toMillis() / 1e3);
        if (imported.compareTo(IMPORT_LIMIT) > 0) {
            wrong.add("the import took " + imported.toMillis() + " ms");
        }
        trial.client().approve(batch);
        try (var worker =
                WorkerProcess.start(trial.premises(), limited.launcher(), List.of("-Xmx256m", "-Xss512k"), List.of())) {
            trial.client()
                    .await(
                            batch,
                            PATIENCE,
                            state -> state.path("status").asString().equals("PROCESSING") || !worker.isAlive());
            long start = System.nanoTime();
            var state = trial.client()
                    .await(
                            batch,
                            PATIENCE,
                            now -> now.path("counts").path("pending").asInt() == 0 || !worker.isAlive());
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "  paid in %.1f s: %,.0f people a minute; %.1f s of processor time, %d MB at most%n",
                    seconds,
                    PEOPLE * 60 / seconds,
                    limited.cpuNanos() / 1e9,
                    limited.peakMemoryBytes() >> 20);
            if (state.path("counts").path("success").asInt() != PEOPLE) {
                wrong.add("the batch says " + state.path("counts"));
            }
        }
        wrong.addAll(wrongLegs(trial, file));
        return wrong;
    }

    private static List<String> wrongLegs(Trial trial, Path file) throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        var expected = WorkbookExpectation.read(file, DevelopmentToken.USDC.name(), TOKEN_DECIMALS);
        var reader = new BalanceReader(trial.premises().servers().chainUrl());
        for (var token : List.of(DevelopmentToken.USDC, DevelopmentToken.USDT)) {
            var payments = expected.payments().stream()
                    .filter(payment -> payment.asset().equals(token.name()))
                    .toList();
            var held = reader.balances(
                    trial.premises().servers().contracts().token(token).toString(),
                    payments.stream().map(WorkbookExpectation.Payment::address).toList());
            var sum = BigInteger.ZERO;
            for (int i = 0; i < payments.size(); i++) {
                sum = sum.add(held.get(i));
                if (!payments.get(i).units().equals(held.get(i))) {
                    wrong.add(payments.get(i).name() + " holds " + held.get(i) + " of " + token + " instead of "
                            + payments.get(i).units());
                }
            }
            System.out.printf("  %s: %,d legs, %,d units in all%n", token, payments.size(), sum);
        }
        return wrong.size() > 20 ? wrong.subList(0, 20) : wrong;
    }
}
