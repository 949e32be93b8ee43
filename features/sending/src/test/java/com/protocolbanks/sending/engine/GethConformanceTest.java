package com.protocolbanks.sending.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.chain.Faults.Fault;
import com.protocolbanks.fixtures.chain.NodeRules;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GethConformanceTest extends DialectConformance {
    GethConformanceTest() {
        super(NodeRules.GETH);
    }

    /** Seam A6: one of the variants is mined, the other can never be. */
    @Test
    void a6WhatWaitsTooLongOffersMoreUnderTheSameNonce() {
        Subject subject = Bench.subject();
        engine.send(bench.request(subject));
        engine.round();
        bench.clock.advance(Duration.ofMinutes(3));
        engine.round();
        assertThat(variants()).isEqualTo(2);
        assertThat(inFlight(subject).broadcast()).isTrue();
        mineAndLook();
        assertThat(succeeded(subject).nonce()).isZero();
        assertThat(bench.executed(subject)).isOne();
    }

    @Test
    void whatWaitsGivesWayToACancel() {
        Subject subject = Bench.subject();
        engine.send(bench.request(subject));
        engine.round();
        engine.cancel(subject);
        engine.round();
        mineAndLook();
        assertThat(engine.state(subject)).isInstanceOf(SubjectState.Displaced.class);
        assertThat(bench.executed(subject)).isZero();
    }

    @Test
    void laterOnesWaitForALostFirst() {
        List<Subject> subjects = Stream.generate(Bench::subject).limit(5).toList();
        bench.proxy.faults().next(Fault.DROPPED);
        engine.sendAll(subjects.stream().map(bench::request).toList());
        engine.round();
        mineAndLook();
        assertThat(states(subjects).values()).allMatch(SubjectState.InFlight.class::isInstance);
        bench.clock.advance(Duration.ofSeconds(11));
        engine.round();
        mineAndLook();
        assertThat(states(subjects).values()).allMatch(SubjectState.Succeeded.class::isInstance);
        assertThat(subjects).allMatch(subject -> bench.executed(subject) == 1);
    }
}
