package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.worker.WorkerApp;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** Redis may be emptied at any moment: it holds nothing that Postgres and the chain do not. */
final class CheckFlushAll implements Check {
    private static final int PEOPLE = 450;

    @Override
    public String name() {
        return "flushall";
    }

    @Override
    public String promise() {
        return "Redis emptied at each of 12 points of a payment: everybody is paid once.";
    }

    @Override
    public List<String> run() throws Exception {
        Set<Milestone> hit = EnumSet.noneOf(Milestone.class);
        List<String> wrong = new ArrayList<>();
        try (var trial = Trial.open(name(), new LocalChain.Mining.EachTransactionAndEvery(1))) {
            var redis = URI.create(trial.premises().servers().redisUrl());
            for (var point : Milestone.values()) {
                var payees = Trial.payees(1 + point.ordinal(), PEOPLE);
                var batch = trial.approved(payees, "2026-" + (point.ordinal() + 1));
                try (var _ = WorkerApp.start(trial.premises().worker(), reached -> {
                    if (reached == point && hit.add(point)) {
                        flush(redis);
                    }
                })) {
                    trial.client().awaitDone(batch, Duration.ofMinutes(2));
                }
                wrong.addAll(trial.wrongBalances(payees, true));
                System.out.println("  emptied at " + point + ": " + PEOPLE + " people, "
                        + (hit.contains(point) ? "reached" : "NOT REACHED"));
            }
        }
        EnumSet.complementOf(EnumSet.copyOf(hit)).forEach(point -> wrong.add(point + " was never reached"));
        return wrong;
    }

    private static synchronized void flush(URI redis) {
        try (var socket = new Socket(redis.getHost(), redis.getPort())) {
            socket.getOutputStream().write("FLUSHALL\r\n".getBytes(StandardCharsets.US_ASCII));
            int first = socket.getInputStream().read();
            if (first != '+') {
                throw new IllegalStateException("Redis did not empty itself");
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
