package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.pb.check.independent.PaidWorkbook;
import com.protocolbanks.pb.check.processes.WorkerProcess;
import com.protocolbanks.pb.machine.CpuQuota;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** Ten thousand people in two tokens, paid by a worker that has half a core and 512 MB. */
final class CheckPayroll10k implements Check {
    private static final int PEOPLE = 10_000;
    /** Every second person has a second leg. */
    private static final int LEGS = 15_000;

    private static final double CORES = 0.5;
    private static final long MEMORY = 512L << 20;
    private static final Duration IMPORT_LIMIT = Duration.ofSeconds(10);
    private static final Duration PATIENCE = Duration.ofMinutes(10);

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
            return importedAndPaid(trial, limited, file);
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private static List<String> importedAndPaid(Trial trial, CpuQuota limited, Path file) throws Exception {
        List<String> wrong = new ArrayList<>();
        long uploading = System.nanoTime();
        var batch = trial.client().upload(file, "2026-11", "").path("id").asString();
        var imported = Duration.ofNanos(System.nanoTime() - uploading);
        System.out.printf(Locale.ROOT, "  imported in %.1f s%n", imported.toMillis() / 1e3);
        if (imported.compareTo(IMPORT_LIMIT) > 0) {
            wrong.add("the import took " + imported.toMillis() + " ms");
        }
        trial.client().approve(batch);
        wrong.addAll(paid(trial, limited, batch));
        var paid = PaidWorkbook.read(trial.premises().servers(), file);
        paid.totals().forEach(total -> System.out.println("  " + total));
        wrong.addAll(paid.wrong());
        return wrong;
    }

    /** Lets a worker pay the approved batch, and says how fast. */
    private static List<String> paid(Trial trial, CpuQuota limited, String batch) throws Exception {
        try (var worker =
                WorkerProcess.start(trial.premises(), limited.launcher(), List.of("-Xmx256m", "-Xss512k"), List.of())) {
            trial.client()
                    .await(
                            batch,
                            PATIENCE,
                            state -> state.path("status").asString().equals("PROCESSING") || !worker.isAlive());
            long start = System.nanoTime();
            long usedBefore = limited.cpuNanos();
            var state = trial.client()
                    .await(
                            batch,
                            PATIENCE,
                            now -> now.path("counts").path("pending").asInt() == 0 || !worker.isAlive());
            double seconds = (System.nanoTime() - start) / 1e9;
            System.out.printf(
                    Locale.ROOT,
                    "  paid in %.1f s: %,.0f people and %,.0f legs a minute; %.2f s of processor time for 1,000 legs,"
                            + " %d MB at most%n",
                    seconds,
                    PEOPLE * 60 / seconds,
                    LEGS * 60 / seconds,
                    (limited.cpuNanos() - usedBefore) / 1e6 / LEGS,
                    limited.peakMemoryBytes() >> 20);
            boolean all = state.path("counts").path("success").asInt() == PEOPLE;
            return all ? List.of() : List.of("the batch says " + state.path("counts"));
        }
    }
}
