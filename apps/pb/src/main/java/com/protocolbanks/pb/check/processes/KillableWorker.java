package com.protocolbanks.pb.check.processes;

import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.evm.Address;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.pb.check.processes.DyingWorkers.Death;
import com.protocolbanks.worker.WorkerApp;
import com.protocolbanks.worker.WorkerConfig;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;

/**
 * A worker that kills itself with signal 9 the first time a milestone is reached, and leaves a file as the proof.
 *
 * <p>Arguments: database, redis, rpc, contracts, keystore, password file, whom agents pay (empty where nothing is metered),
 * the milliseconds between two takings over of usage, and optionally the milestone, the folder for proofs and what
 * is done before dying; only the first process to reach the milestone dies of it.
 */
public final class KillableWorker {
    private KillableWorker() {}

    /** The command line arguments of a worker for these premises. */
    static List<String> arguments(WorkerConfig config) {
        return List.of(
                config.stores().database().jdbc() + "?user="
                        + config.stores().database().user().orElse(""),
                config.stores().redisUrl(),
                config.chain().rpcUrl().toString(),
                config.chain().contracts().toString(),
                config.operator().keystore().toString(),
                config.operator().passwordFile().toString(),
                config.billing().map(billing -> billing.receiver().toString()).orElse(""),
                config.billing()
                        .map(billing -> Long.toString(billing.syncEvery().toMillis()))
                        .orElse("0"));
    }

    public static void main(String[] given) throws InterruptedException {
        var config = new WorkerConfig(
                new WorkerConfig.Stores(DatabaseUrl.of(given[0]), given[1]),
                new WorkerConfig.Chain(URI.create(given[2]), List.of(), Path.of(given[3])),
                new WorkerConfig.Operator(Path.of(given[4]), Path.of(given[5])),
                billing(given[6], given[7]));
        if (given.length > 8) {
            var deadly = Milestone.valueOf(given[8]);
            var proof = Path.of(given[9]).resolve(deadly.name());
            var first = Death.First.valueOf(given[10]);
            WorkerApp.start(config, reached -> {
                if (reached == deadly) {
                    dieOnce(proof, first, URI.create(given[1]));
                }
            });
        } else {
            var app = WorkerApp.start(config);
            Runtime.getRuntime().addShutdownHook(new Thread(app::close));
        }
        new CountDownLatch(1).await();
    }

    private static Optional<WorkerConfig.Billing> billing(String receiver, String millis) {
        return receiver.isEmpty()
                ? Optional.empty()
                : Optional.of(
                        new WorkerConfig.Billing(Address.of(receiver), Duration.ofMillis(Long.parseLong(millis))));
    }

    private static void dieOnce(Path proof, Death.First first, URI redis) {
        try {
            Files.createFile(proof);
            if (first == Death.First.EMPTIES_REDIS) {
                RedisEmptying.of(redis);
            }
            new ProcessBuilder(
                            "kill", "-9", Long.toString(ProcessHandle.current().pid()))
                    .start()
                    .waitFor();
            new CountDownLatch(1).await();
        } catch (FileAlreadyExistsException e) {
            return;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
