package com.protocolbanks.sending.engine;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.fixtures.chain.Faults.Fault;
import com.protocolbanks.fixtures.chain.NodeRules;
import com.protocolbanks.sending.MinedAttempt;
import com.protocolbanks.sending.SendOutcome;
import com.protocolbanks.sending.SendRequest;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import com.protocolbanks.sending.SubjectState.Trouble;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must hold on every kind of chain, whatever the endpoint does. */
abstract class DialectConformance extends DialectTroubles {
    DialectConformance(NodeRules rules) {
        super(rules);
    }

    @Test
    void aTransactionIsCommittedSentMinedAndSettled() {
        Subject subject = Bench.subject();
        SendOutcome outcome = engine.send(bench.request(subject));
        assertThat(outcome).isInstanceOf(SendOutcome.Committed.class);
        assertThat(bench.proxy.sends()).isZero();
        assertThat(inFlight(subject).broadcast()).isFalse();

        engine.round();
        assertThat(inFlight(subject).broadcast()).isTrue();
        mineAndLook();

        MinedAttempt attempt = succeeded(subject);
        Receipt receipt =
                engine.receipts(List.of(attempt.hash())).values().iterator().next();
        assertThat(receipt.succeeded()).isTrue();
        assertThat(attempt.fee()).isEqualTo(receipt.fee());
        assertThat(bench.executed(subject)).isOne();
        assertThat(bench.proxy.sends()).isOne();
    }

    @Test
    void manyGoInOrderAndTheLaneNeverHoldsTooMany() {
        List<Subject> subjects = Stream.generate(Bench::subject).limit(60).toList();
        int sent = 0;
        for (int round = 0; round < 20 && sent < subjects.size(); round++) {
            List<SendOutcome> outcomes = engine.sendAll(subjects.subList(sent, subjects.size()).stream()
                    .map(bench::request)
                    .toList());
            sent += (int) outcomes.stream()
                    .filter(SendOutcome.Committed.class::isInstance)
                    .count();
            engine.round();
            mineAndLook();
        }
        assertThat(sent).isEqualTo(60);
        assertThat(engine.states(subjects).values()).allMatch(SubjectState.Succeeded.class::isInstance);
        assertThat(subjects).allMatch(subject -> bench.executed(subject) == 1);
        assertThat(bench.proxy.sends()).isEqualTo(60);
    }

    @Test
    void aSubjectHasOneOpenNonce() {
        Subject subject = Bench.subject();
        SendRequest request = bench.request(subject);
        List<SendOutcome> outcomes = engine.sendAll(List.of(request, request));
        assertThat(outcomes.get(0)).isInstanceOf(SendOutcome.Committed.class);
        assertThat(outcomes.get(1)).isInstanceOf(SendOutcome.AlreadyInFlight.class);
        assertThat(engine.send(request.provenAt(1_000_000))).isInstanceOf(SendOutcome.AlreadyInFlight.class);
    }

    /** Seam A5: the reply is lost, the transaction is not. */
    @Test
    void a5LostReplyIsNeverReadAsNotSent() {
        Subject subject = Bench.subject();
        bench.proxy.faults().next(Fault.REPLY_LOST);
        engine.send(bench.request(subject));
        engine.round();
        assertThat(inFlight(subject).trouble()).contains(Trouble.NO_ANSWER);
        mineAndLook();
        assertThat(succeeded(subject)).isNotNull();
        assertThat(bench.executed(subject)).isOne();
    }

    @Test
    void anErrorReplyThoughMinedSettlesAsMined() {
        Subject subject = Bench.subject();
        bench.proxy.faults().next(Fault.ERROR_THOUGH_TAKEN);
        engine.send(bench.request(subject));
        engine.round();
        mineAndLook();
        succeeded(subject);
        assertThat(bench.executed(subject)).isOne();
    }

    @Test
    void alreadyInCacheIsSuccess() {
        Subject subject = Bench.subject();
        bench.proxy.faults().next(Fault.ALREADY_IN_CACHE);
        engine.send(bench.request(subject));
        engine.round();
        assertThat(inFlight(subject).broadcast()).isTrue();
        assertThat(inFlight(subject).trouble()).isEmpty();
    }

    @Test
    void aDroppedTransactionIsSentAgainWithTheSameBytes() {
        Subject subject = Bench.subject();
        bench.proxy.faults().next(Fault.DROPPED);
        SendOutcome outcome = engine.send(bench.request(subject));
        engine.round();
        mineAndLook();
        assertThat(inFlight(subject).broadcast()).isTrue();
        bench.clock.advance(Duration.ofSeconds(11));
        engine.round();
        mineAndLook();
        assertThat(outcome)
                .isEqualTo(new SendOutcome.Committed(0, succeeded(subject).hash()));
        assertThat(bench.executed(subject)).isOne();
    }

    /** Seam A5: killed after the commit, before a byte left; and killed after the bytes left, before it was noted. */
    @Test
    void a5RecoverySendsTheStoredBytes() {
        Subject before = Bench.subject();
        Subject after = Bench.subject();
        engine.send(bench.request(before));
        engine.send(bench.request(after));
        engine.round();
        postgres.administrator()
                .acrossOrganizations(dsl ->
                        dsl.execute("update attempts set state = 'SIGNED', send_count = 0, last_sent_at = null"));
        SendingEngine next = bench.engine();
        next.round();
        mineAndLook(next);
        assertThat(next.states(List.of(before, after)).values()).allMatch(SubjectState.Succeeded.class::isInstance);
        assertThat(bench.executed(before)).isOne();
        assertThat(bench.executed(after)).isOne();
        assertThat(variants()).isEqualTo(2);
    }

    @Test
    void aMinedTransactionThatWasNeverNotedAsSentIsFound() {
        Subject subject = Bench.subject();
        engine.send(bench.request(subject));
        engine.round();
        bench.node.mine(1);
        postgres.administrator()
                .acrossOrganizations(dsl ->
                        dsl.execute("update attempts set state = 'SIGNED', send_count = 0, last_sent_at = null"));
        bench.proxy.faults().down(true);
        SendingEngine next = bench.engine();
        bench.clock.advance(Duration.ofMinutes(5));
        next.round();
        assertThat(next.state(subject)).isInstanceOf(SubjectState.Succeeded.class);
    }

    /** Seam A8: the receipt is hidden, the nonce is not. */
    @Test
    void a8HiddenReceiptIsUnknownUntilItShows() {
        engine = bench.engine(Bench.settings(), List.of(bench.throughProxy()));
        Subject subject = Bench.subject();
        bench.proxy.faults().hideReceipts(3);
        engine.send(bench.request(subject));
        engine.round();
        mineAndLook();
        assertThat(inFlight(subject).trouble()).contains(Trouble.RECEIPT_MISSING);
        assertThat(engine.send(bench.request(subject).provenAt(1_000))).isInstanceOf(SendOutcome.AlreadyInFlight.class);
        bench.node.mine(3);
        engine.round();
        succeeded(subject);
        assertThat(bench.executed(subject)).isOne();
    }

    @Test
    void aReceiptThatShowsUpAfterAllStillCounts() {
        engine = bench.engine(Bench.settings(), List.of(bench.throughProxy()));
        Subject subject = Bench.subject();
        bench.proxy.faults().hideReceipts(3);
        engine.send(bench.request(subject));
        engine.round();
        mineAndLook();
        bench.clock.advance(Duration.ofSeconds(31));
        engine.round();
        assertThat(engine.state(subject)).isInstanceOf(SubjectState.Displaced.class);
        bench.proxy.faults().none();
        engine.round();
        succeeded(subject);
    }

    /** Seam A8: a receipt that one endpoint has and the other has not settles nothing. */
    @Test
    void a8EndpointsMustAgree() {
        engine = bench.engine(Bench.settings(), List.of(bench.direct, bench.throughProxy()));
        Subject subject = Bench.subject();
        bench.proxy.faults().hideReceipts(1_000);
        engine.send(bench.request(subject));
        engine.round();
        mineAndLook();
        assertThat(inFlight(subject).trouble()).contains(Trouble.ENDPOINTS_DISAGREE);
        bench.clock.advance(Duration.ofHours(2));
        engine.round();
        assertThat(inFlight(subject).trouble()).contains(Trouble.ENDPOINTS_DISAGREE);
        bench.proxy.faults().none();
        engine.round();
        succeeded(subject);
        assertThat(bench.executed(subject)).isOne();
    }

    @Test
    void aReceiptCountsOnlyAtItsDepth() {
        engine = bench.engine(Bench.settings().withConfirmations(3), List.of(bench.direct));
        Subject subject = Bench.subject();
        engine.send(bench.request(subject));
        engine.round();
        mineAndLook();
        inFlight(subject);
        mineAndLook();
        inFlight(subject);
        mineAndLook();
        succeeded(subject);
    }

    @Test
    void aRevertedTransactionNeedsProofForTheNext() {
        Subject subject = Bench.subject();
        engine.send(bench.refused(subject));
        engine.round();
        mineAndLook();
        assertThat(engine.state(subject)).isInstanceOf(SubjectState.Reverted.class);
        long block = ((SubjectState.Reverted) engine.state(subject)).attempt().block();
        assertThat(engine.send(bench.request(subject))).isEqualTo(new SendOutcome.ProofNeeded(block));
        assertThat(engine.send(bench.request(subject).provenAt(block - 1)))
                .isEqualTo(new SendOutcome.ProofNeeded(block));
        assertThat(engine.send(bench.request(subject).provenAt(block))).isInstanceOf(SendOutcome.Committed.class);
        engine.round();
        mineAndLook();
        succeeded(subject);
        assertThat(bench.executed(subject)).isOne();
    }
}
