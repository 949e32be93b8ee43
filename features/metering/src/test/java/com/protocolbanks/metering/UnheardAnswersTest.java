package com.protocolbanks.metering;

import static com.protocolbanks.metering.MeterBench.now;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.redis.RedisReply;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.redis.ScriptRunner;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** The store's answer is not heard in time: what it did all the same is taken back, and nothing else. */
class UnheardAnswersTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private MeterBench bench;
    private Line line;
    private UsageMeter meter;

    @BeforeEach
    void aGateway() {
        bench = new MeterBench(redis);
        line = new Line(redis.connection());
        meter = bench.meterOver(line);
    }

    /** What happens to a line to Redis. */
    private enum Trouble {
        NONE,
        ANSWER_LOST,
        CUT
    }

    /** A line to the real store. */
    private static final class Line implements ScriptRunner {
        private final ScriptRunner real;
        private Trouble trouble = Trouble.NONE;

        Line(ScriptRunner real) {
            this.real = real;
        }

        private <T> CompletionStage<RedisReply<T>> through(CompletionStage<RedisReply<T>> answer) {
            return trouble == Trouble.ANSWER_LOST ? answer.thenApply(_ -> new RedisUnavailable<T>("unheard")) : answer;
        }

        private static <T> CompletionStage<RedisReply<T>> cut() {
            return CompletableFuture.completedFuture(new RedisUnavailable<>("cut"));
        }

        @Override
        public <T> CompletionStage<RedisReply<T>> runAsync(
                RedisScript<T> script, List<String> keys, List<String> arguments) {
            return trouble == Trouble.CUT ? cut() : through(real.runAsync(script, keys, arguments));
        }

        @Override
        public <T> CompletionStage<RedisReply<Optional<T>>> runLoaded(
                RedisScript<T> script, List<String> keys, List<String> arguments) {
            return trouble == Trouble.CUT ? cut() : through(real.runLoaded(script, keys, arguments));
        }

        @Override
        public CompletionStage<RedisReply<String>> load(RedisScript<?> script) {
            return real.load(script);
        }

        @Override
        public CompletionStage<RedisReply<String>> runId() {
            return real.runId();
        }
    }

    @Test
    void aHoldThatNobodyHeardOfIsTakenBackAndTheNextOneStays() {
        var agent = bench.agent(31, 1000, 500).at(meter);
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "loads-the-script", 1);
        agent.settle("loads-the-script", 1, 1);

        line.trouble = Trouble.ANSWER_LOST;
        assertThat(agent.hold(agent.session(300), "the-request-id-1", 100))
                .isEqualTo(new Admission.Refused(Refusal.STORE_UNSURE, null));
        line.trouble = Trouble.CUT;
        now(meter.takeBack());
        line.trouble = Trouble.NONE;
        assertThat(agent.state().held()).isEqualTo(100);

        bench.clock.advance(Duration.ofSeconds(1));
        now(meter.takeBack());
        assertThat(agent.state().held()).isZero();
        assertThat(agent.hold(agent.session(300), "the-request-id-1", 100)).isInstanceOf(Admission.Held.class);
        bench.clock.advance(Duration.ofSeconds(10));
        now(meter.takeBack());
        assertThat(agent.state().held()).as("the second attempt's own").isEqualTo(100);
        assertThat(agent.settle("the-request-id-1", 100, 60).seq()).isEqualTo(2);
    }

    @Test
    void aReleaseThatTheStoreNeverGotIsMadeLater() {
        var agent = bench.agent(32, 1000, 500).at(meter);
        agent.hold(agent.ceiling(Mode.WINDOW, 300), "the-request-id-2", 100);
        line.trouble = Trouble.CUT;
        assertThat(now(meter.release(agent.key(), agent.channelId, "the-request-id-2")))
                .isFalse();
        line.trouble = Trouble.NONE;
        assertThat(agent.state().held()).isEqualTo(100);

        now(meter.takeBack());
        assertThat(agent.state().held()).isZero();
    }
}
