package com.protocolbanks.metering.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.channels.ChainChannel;
import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.fixtures.RealRedis;
import com.protocolbanks.metering.Admission;
import com.protocolbanks.metering.MeterBench;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.metering.Refusal;
import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class ChannelPublisherTest {
    @RegisterExtension
    static final RealRedis redis = new RealRedis();

    private MeterBench bench;
    private ChannelPublisher publisher;

    @BeforeEach
    void aStore() {
        bench = new MeterBench(redis);
        publisher = new ChannelPublisher(bench.redis);
    }

    private static ChainChannel channel(long balance, @Nullable Instant withdraws, long block) {
        return new ChainChannel(BigInteger.valueOf(balance), BigInteger.ZERO, withdraws, BigInteger.ZERO, block);
    }

    private static Refusal refusal(Admission admission) {
        return ((Admission.Refused) admission).refusal();
    }

    @Test
    void whatThePayerAddsCanBeSpentAndWhatItTookBackCannot() {
        var agent = bench.agent(1, 10_000, 500);
        assertThat(refusal(agent.hold(agent.ceiling(Mode.WINDOW, 800), "a", 100)))
                .isEqualTo(Refusal.OUT_OF_MONEY);

        assertThat(publisher.publish(agent.key(), agent.channelId, channel(1_000, null, 8)))
                .isTrue();
        assertThat(agent.hold(agent.ceiling(Mode.WINDOW, 800), "a", 100)).isInstanceOf(Admission.Held.class);

        publisher.publish(agent.key(), agent.channelId, channel(100, null, 9));
        publisher.publish(agent.key(), agent.channelId, channel(1_000, null, 8));
        assertThat(agent.state().balance()).isEqualTo(100);
        assertThat(refusal(agent.hold(agent.session(800), "b", 1))).isEqualTo(Refusal.OUT_OF_MONEY);
    }

    @Test
    void aChannelWhosePayerWithdrawsIsNotSpentAlsoWhenItsKeyWasFreedAgain() {
        var agent = bench.agent(2, 1_000, 500);
        assertThat(agent.hold(agent.ceiling(Mode.WINDOW, 400), "a", 100)).isInstanceOf(Admission.Held.class);

        publisher.publish(agent.key(), agent.channelId, channel(500, MeterBench.NOW, 8));
        new KeyPublisher(bench.redis).publish(MeterBench.key(agent.key(), 1_000, 1, FreezeReason.CHAIN));
        new KeyPublisher(bench.redis).publish(MeterBench.key(agent.key(), 1_000, 2, null));
        assertThat(refusal(agent.hold(agent.session(400), "b", 100))).isEqualTo(Refusal.KEY_FROZEN);
    }

    @Test
    void aChannelThatIsNotServedNeedsNoWord() {
        var agent = bench.agent(3, 1_000, 500);

        assertThat(publisher.publish(agent.key(), agent.channelId, channel(900, null, 8)))
                .isTrue();
        assertThat(agent.hold(agent.ceiling(Mode.WINDOW, 500), "a", 100)).isInstanceOf(Admission.Held.class);
        assertThat(agent.state().balance()).isEqualTo(500);
    }
}
