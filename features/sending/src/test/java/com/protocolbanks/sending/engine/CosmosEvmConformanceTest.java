package com.protocolbanks.sending.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.chain.Faults.Fault;
import com.protocolbanks.fixtures.chain.NodeRules;
import com.protocolbanks.sending.SendOutcome;
import com.protocolbanks.sending.SendOutcome.WaitReason;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class CosmosEvmConformanceTest extends DialectConformance {
    CosmosEvmConformanceTest() {
        super(NodeRules.COSMOS_EVM);
    }

    @Test
    void twentyAreInFlightAtMost() {
        List<SendOutcome> outcomes = engine.sendAll(
                Stream.generate(Bench::subject).limit(21).map(bench::request).toList());
        assertThat(outcomes.subList(0, 20)).allMatch(SendOutcome.Committed.class::isInstance);
        assertThat(outcomes.getLast()).isEqualTo(new SendOutcome.Wait(WaitReason.LANE_FULL));
    }

    /** Seams A3 and A4: two processes with the same key want the same subjects at the same time. */
    @Test
    void a3TwoProcessesBindEachSubjectToOneNonce() throws Exception {
        List<Subject> subjects = Stream.generate(Bench::subject).limit(18).toList();
        SendingEngine other = bench.engine();
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Callable<List<SendOutcome>>> wishes = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                SendingEngine process = i % 2 == 0 ? engine : other;
                List<Subject> shuffled = new ArrayList<>(subjects);
                Collections.rotate(shuffled, 5 * i);
                wishes.add(() ->
                        process.sendAll(shuffled.stream().map(bench::request).toList()));
            }
            long committed = 0;
            for (Future<List<SendOutcome>> wish : threads.invokeAll(wishes)) {
                committed += wish.get().stream()
                        .filter(SendOutcome.Committed.class::isInstance)
                        .count();
            }
            assertThat(committed).isEqualTo(18);
        }
        other.round();
        engine.round();
        bench.node.mine(1);
        other.round();
        assertThat(states(subjects).values()).allMatch(SubjectState.Succeeded.class::isInstance);
        assertThat(subjects).allMatch(subject -> bench.executed(subject) == 1);
    }

    /** A refused nonce takes all later ones with it; they follow in order once it is through. */
    @Test
    void aLostFirstOneIsMadeGoodInOrder() {
        List<Subject> subjects = Stream.generate(Bench::subject).limit(5).toList();
        bench.proxy.faults().next(Fault.DROPPED);
        engine.sendAll(subjects.stream().map(bench::request).toList());
        engine.round();
        bench.clock.advance(Duration.ofSeconds(2));
        engine.round();
        mineAndLook();
        assertThat(states(subjects).values()).allMatch(SubjectState.Succeeded.class::isInstance);
        assertThat(subjects).allMatch(subject -> bench.executed(subject) == 1);
    }

    @Test
    void anotherNodeBehindABalancerChangesNothing() {
        List<Subject> subjects = Stream.generate(Bench::subject).limit(3).toList();
        bench.proxy.faults().next(Fault.NONE, Fault.OTHER_NODE_LACKS_EARLIER, Fault.NONE);
        engine.sendAll(subjects.stream().map(bench::request).toList());
        engine.round();
        bench.clock.advance(Duration.ofSeconds(2));
        engine.round();
        mineAndLook();
        assertThat(states(subjects).values()).allMatch(SubjectState.Succeeded.class::isInstance);
        assertThat(subjects).allMatch(subject -> bench.executed(subject) == 1);
    }

    /** What waits cannot be taken back on such a chain: the cancel comes too late, and that is said. */
    @Test
    void whatWaitsCannotBeCancelled() {
        Subject subject = Bench.subject();
        engine.send(bench.request(subject));
        engine.round();
        engine.cancel(subject);
        engine.round();
        mineAndLook();
        succeeded(subject);
        assertThat(bench.executed(subject)).isOne();
    }
}
