package com.protocolbanks.pb.bench;

import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.pb.check.PayrollWorkbook;
import com.protocolbanks.pb.check.Trial;
import com.protocolbanks.pb.check.independent.PaidWorkbook;
import com.protocolbanks.pb.check.processes.WorkerProcess;
import com.protocolbanks.pb.machine.CpuQuota;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** One turn of one setting: a payroll paid by a worker that is running already, proven, replayed, and paid by the peer. */
final class PayrollTurn {
    private static final BigInteger FUNDS = BigInteger.TEN.pow(18);
    private static final List<String> SMALL_MACHINE = List.of("-Xmx256m", "-Xss512k");
    private static final int SMALL = 25;
    private static final int SMALL_TIMES = 5;
    private static final int LARGEST_FILE = 50_000;
    private static final int SERIES = 20_000;
    private static final int PEER_SERIES = 30_000;
    private static final Duration START = Duration.ofMinutes(2);
    private static final Duration FOR_TEN_THOUSAND = Duration.ofMinutes(2);

    private final PayrollSetting setting;
    private final int people;
    private final List<Path> files = new ArrayList<>();
    private final List<String> batches = new ArrayList<>();

    PayrollTurn(PayrollSetting setting, int people) {
        this.setting = setting;
        this.people = people;
    }

    /**
     * What came of it.
     *
     * @param importSeconds from the upload of the first file to the answer about the last
     * @param smallSeconds from approved to final for 25 people, several times
     * @param usage of the worker; empty without a quota
     * @param wrong what the chain does not confirm, each as a sentence
     */
    record Result(
            PaidPayroll paid,
            double importSeconds,
            List<Double> smallSeconds,
            Optional<Usage> usage,
            double replaySeconds,
            double peerLegsPerMinute,
            List<String> wrong) {}

    /** Of the worker: the processor seconds the payroll took, and the most memory it ever had. */
    record Usage(double processorSeconds, long peakMemoryBytes) {}

    /** @param quota the worker's control group, if it has one */
    Result run(Optional<CpuQuota> quota) throws Exception {
        try (var trial = Trial.open("bench-payroll", setting.chain().mining())) {
            for (var token : List.of(DevelopmentToken.USDC, DevelopmentToken.USDT)) {
                trial.premises()
                        .servers()
                        .contracts()
                        .mint(token, trial.cast().organization().walletAddress(), FUNDS);
            }
            double importSeconds = imported(trial);
            List<Double> smallSeconds = new ArrayList<>();
            Replay replay;
            Optional<Usage> usage;
            try (var worker = WorkerProcess.start(
                    trial.premises(), quota.map(CpuQuota::launcher).orElse(List.of()), SMALL_MACHINE, List.of())) {
                small(trial, 0);
                for (int time = 1; time <= SMALL_TIMES; time++) {
                    smallSeconds.add(small(trial, time));
                }
                replay = new Replay(
                        trial.premises().servers().chainUrl(), setting.chain().blockGas());
                replay.awaitBlock();
                usage = paid(trial, worker, quota);
                worker.kill();
            }
            return result(trial, importSeconds, smallSeconds, usage, replay);
        } finally {
            for (var file : files) {
                Files.deleteIfExists(file);
            }
        }
    }

    private Result result(
            Trial trial, double importSeconds, List<Double> smallSeconds, Optional<Usage> usage, Replay replay)
            throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        for (var file : files) {
            wrong.addAll(PaidWorkbook.read(trial.premises().servers(), file).wrong());
        }
        var paid = PaidPayroll.read(trial, batches);
        double replayed = replay.seconds(paid.transactions());
        int items = setting.chain().peerItems();
        double peer = new PerItemPeer(trial.premises().servers(), FUNDS).seconds(Trial.payees(PEER_SERIES, items));
        return new Result(paid, importSeconds, smallSeconds, usage, replayed, items * 60 / peer, wrong);
    }

    private double imported(Trial trial) throws IOException {
        for (int from = 0; from < people; from += LARGEST_FILE) {
            var file = Files.createTempFile("pb-bench-payroll", ".xlsx");
            files.add(file);
            PayrollWorkbook.write(file, Trial.payees(SERIES + files.size(), Math.min(LARGEST_FILE, people - from)));
        }
        long start = System.nanoTime();
        for (var file : files) {
            batches.add(uploaded(trial, file));
        }
        return (System.nanoTime() - start) / 1e9;
    }

    private static String uploaded(Trial trial, Path file) {
        return trial.client().upload(file, "2026-11", "").path("id").asString();
    }

    /** Pays 25 people and waits for their payslips; the seconds from approved to final. */
    private static double small(Trial trial, int series) throws IOException {
        var file = Files.createTempFile("pb-bench-payroll", ".xlsx");
        try {
            PayrollWorkbook.write(file, Trial.payees(SERIES / 2 + series, SMALL));
            var batch = uploaded(trial, file);
            trial.client().approve(batch);
            trial.client().awaitDone(batch, START);
            return PaidPayroll.read(trial, List.of(batch)).seconds();
        } finally {
            Files.deleteIfExists(file);
        }
    }

    private Optional<Usage> paid(Trial trial, WorkerProcess worker, Optional<CpuQuota> quota) {
        double before = quota.map(PayrollTurn::processorSeconds).orElse(0.0);
        batches.forEach(trial.client()::approve);
        var patience = FOR_TEN_THOUSAND.multipliedBy(1 + people / 10_000);
        for (var batch : batches) {
            trial.client()
                    .await(
                            batch,
                            patience,
                            now -> now.path("counts").path("pending").asInt() == 0 || !worker.isAlive());
        }
        return quota.map(group -> new Usage(processorSeconds(group) - before, group.peakMemoryBytes()));
    }

    private static double processorSeconds(CpuQuota group) {
        return group.cpuNanos() / 1e9;
    }
}
