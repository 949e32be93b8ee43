package com.protocolbanks.pb.simulation.outside;

import com.protocolbanks.pb.simulation.faults.Faults;
import com.protocolbanks.pb.simulation.time.SimulatedProcess;
import com.protocolbanks.pb.simulation.time.Stage;
import com.protocolbanks.queue.JobQueue;
import com.protocolbanks.redis.JobStream.Job;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import com.protocolbanks.threads.Threads.Bell;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The job stream's promises on the stage's time: each job to one reader, given on when its reader did not finish it. */
public final class SimulatedQueue {
    private final Stage stage;
    private final Faults faults;
    private final Map<String, Entry> entries = new LinkedHashMap<>();
    private final List<Bell> bells = new ArrayList<>();
    private long added;

    public SimulatedQueue(Stage stage, Faults faults) {
        this.stage = stage;
        this.faults = faults;
    }

    /** @param handedOut {@link Instant#MAX} for one that nobody has */
    private record Entry(Job job, Instant handedOut) {}

    /** The queue as one process sees it. */
    public JobQueue of(SimulatedProcess process) {
        var bell = process.threads().bell();
        bells.add(bell);
        return new Reader(bell);
    }

    private <T> RedisReply<T> asked(String what, Supplier<T> doing, T nothing) {
        stage.step("queue " + what);
        if (faults.queueIsEmptied()) {
            stage.mark("QUEUE is emptied");
            entries.clear();
        }
        return switch (faults.onQueue()) {
            case NONE -> new Answered<>(doing.get());
            case AWAY -> new RedisUnavailable<>("away");
            case REPLY_LOST -> {
                var _ = doing.get();
                yield new RedisUnavailable<>("away");
            }
            case FORGOTTEN -> new Answered<>(nothing);
            case TWICE -> {
                var _ = doing.get();
                yield new Answered<>(doing.get());
            }
        };
    }

    private String add(Map<String, String> fields) {
        var job = new Job(Long.toString(++added), Map.copyOf(fields));
        entries.put(job.id(), new Entry(job, Instant.MAX));
        bells.forEach(Bell::ring);
        return job.id();
    }

    private List<Job> take(int max, Instant handedOutBefore, boolean fresh) {
        var found = entries.values().stream()
                .filter(entry -> entry.handedOut.equals(Instant.MAX) == fresh)
                .filter(entry -> fresh || !entry.handedOut.isAfter(handedOutBefore))
                .map(Entry::job)
                .limit(max)
                .toList();
        found.forEach(job -> entries.put(job.id(), new Entry(job, stage.now())));
        return found;
    }

    private final class Reader implements JobQueue {
        private final Bell bell;

        Reader(Bell bell) {
            this.bell = bell;
        }

        @Override
        public RedisReply<String> add(Map<String, String> fields) {
            return asked("add", () -> SimulatedQueue.this.add(fields), "0");
        }

        @Override
        public RedisReply<List<Job>> read(int max, Duration block) {
            if (entries.values().stream().noneMatch(entry -> entry.handedOut.equals(Instant.MAX))) {
                try {
                    bell.await(block);
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
            }
            return asked("read", () -> take(max, Instant.MAX, true), List.of());
        }

        @Override
        public RedisReply<List<Job>> claimAbandoned(Duration idle, int max) {
            return asked("claim", () -> take(max, stage.now().minus(idle), false), List.of());
        }

        @Override
        public RedisReply<Long> finish(List<Job> jobs) {
            return asked(
                    "finish",
                    () -> jobs.stream()
                            .filter(job -> entries.remove(job.id()) != null)
                            .count(),
                    0L);
        }

        @Override
        public void close() {
            bells.remove(bell);
        }
    }
}
