package com.protocolbanks.pb.simulation.outside;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.pb.simulation.faults.Faults;
import com.protocolbanks.pb.simulation.faults.Shape;
import com.protocolbanks.pb.simulation.time.History;
import com.protocolbanks.pb.simulation.time.Stage;
import com.protocolbanks.queue.JobQueue;
import com.protocolbanks.redis.JobStream;
import com.protocolbanks.redis.JobStream.Job;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Without faults, the queue of the simulation answers as the stream of a real Redis. */
class SimulatedQueueTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private static final Duration SHORT = Duration.ofMillis(50);
    private static final Duration LONGER = Duration.ofMillis(120);
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void answersAsTheStreamDoes() {
        List<Object> real;
        try (var first = JobQueue.over(new JobStream(redis.connection(), "jobs", "workers", "first"));
                var second = JobQueue.over(new JobStream(redis.connection(), "jobs", "workers", "second"))) {
            real = played(first, second);
        }

        assertThat(onStage()).isEqualTo(real);
    }

    private static List<Object> onStage() {
        var random = new SplittableRandom(1);
        var stage = new Stage(random, Instant.EPOCH, new History());
        var calm = new Shape(true, 1, List.of(1), 1, Duration.ZERO, Set.of());
        var queue = new SimulatedQueue(stage, new Faults(calm, random, stage));
        List<Object> answers = new ArrayList<>();
        stage.begin("reader", process -> answers.addAll(played(queue.of(process), queue.of(process))));
        stage.run(() -> !answers.isEmpty(), HOUR);
        assertThat(stage.failure()).isEmpty();
        return answers;
    }

    private static List<Object> played(JobQueue first, JobQueue second) {
        List<Object> answers = new ArrayList<>();
        for (int i = 1; i <= 3; i++) {
            first.add(Map.of("number", Integer.toString(i))).orThrow();
        }
        var two = first.read(2, SHORT).orThrow();
        var third = second.read(5, SHORT).orThrow();
        answers.add(numbers(two));
        answers.add(numbers(third));
        answers.add(numbers(second.claimAbandoned(HOUR, 5).orThrow()));
        answers.add(first.finish(two.subList(0, 1)).orThrow());
        answers.add(first.finish(two.subList(0, 1)).orThrow());
        answers.add(numbers(second.read(5, LONGER).orThrow()));
        answers.add(numbers(second.claimAbandoned(SHORT, 5).orThrow()));
        answers.add(numbers(first.claimAbandoned(HOUR, 5).orThrow()));
        answers.add(second.finish(List.of(two.get(1), third.getFirst())).orThrow());
        answers.add(numbers(first.claimAbandoned(Duration.ZERO, 5).orThrow()));
        first.add(Map.of("number", "4")).orThrow();
        answers.add(numbers(second.read(5, SHORT).orThrow()));
        return answers;
    }

    private static List<String> numbers(List<Job> jobs) {
        return jobs.stream().map(job -> job.fields().get("number")).toList();
    }
}
