package com.protocolbanks.sending.engine;

import static com.protocolbanks.database.generated.Tables.ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.rpc.Receipt;
import com.protocolbanks.evm.transaction.FeeMarketTransaction;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import com.protocolbanks.evm.transaction.SignedTransaction;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.chain.Faults.Fault;
import com.protocolbanks.fixtures.chain.NodeRules;
import com.protocolbanks.sending.MinedAttempt;
import com.protocolbanks.sending.SendOutcome;
import com.protocolbanks.sending.SendRequest;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import com.protocolbanks.sending.SubjectState.Trouble;
import java.math.BigInteger;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

/** What must hold on every kind of chain, whatever the endpoint does. */
abstract class DialectConformance {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    @TempDir
    Path folder;

    Bench bench;
    SendingEngine engine;

    private final NodeRules rules;

    DialectConformance(NodeRules rules) {
        this.rules = rules;
    }

    @BeforeEach
    void begin() {
        postgres.administrator().acrossOrganizations(dsl -> {
            dsl.execute("truncate nonces, attempts, chain_heights");
            return 0;
        });
        bench = new Bench(postgres.worker(), rules, folder, 0);
        engine = bench.engine();
    }

    @AfterEach
    void end() {
        engine.close();
        bench.close();
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

    /** Seam A4: somebody else uses the key. */
    @Test
    void a4StolenNonceEndsDisplacedAndTheNextOneNeedsProof() {
        Subject subject = Bench.subject();
        engine.send(bench.request(subject));
        FeeMarketTransaction theft = new FeeMarketTransaction(
                Bench.CHAIN,
                0,
                new Fees(BigInteger.ONE, BigInteger.valueOf(10_000_000_000L)),
                21_000,
                bench.operator,
                BigInteger.ZERO,
                new byte[0]);
        SignedTransaction stolen = bench.thief().sign(theft);
        bench.direct.send(stolen.raw());
        bench.node.mine(1);
        engine.round();
        assertThat(inFlight(subject).trouble()).contains(Trouble.RECEIPT_MISSING);
        bench.clock.advance(Duration.ofSeconds(31));
        engine.round();
        assertThat(engine.state(subject)).isInstanceOf(SubjectState.Displaced.class);
        long height = ((SubjectState.Displaced) engine.state(subject)).consumedAtBlock();
        assertThat(engine.send(bench.request(subject))).isEqualTo(new SendOutcome.ProofNeeded(height));
        assertThat(bench.executed(subject)).isZero();
        assertThat(engine.send(bench.request(subject).provenAt(height))).isInstanceOf(SendOutcome.Committed.class);
        engine.round();
        mineAndLook();
        succeeded(subject);
        assertThat(bench.executed(subject)).isOne();
    }

    /** The thief's transaction is gone with its block, and nothing of ours has its nonce. */
    @Test
    void a4GapThatAForeignTransactionLeftIsClosed() {
        FeeMarketTransaction theft = new FeeMarketTransaction(
                Bench.CHAIN,
                0,
                new Fees(BigInteger.ONE, BigInteger.valueOf(10_000_000_000L)),
                21_000,
                bench.operator,
                BigInteger.ZERO,
                new byte[0]);
        bench.direct.send(bench.thief().sign(theft).raw());
        bench.node.mine(1);
        Subject subject = Bench.subject();
        engine.send(bench.request(subject));
        assertThat(inFlight(subject).nonce()).isOne();
        bench.node.reorg(1);
        bench.proxy.forgetPool();
        for (int round = 0; round < 10 && !(engine.state(subject) instanceof SubjectState.Succeeded); round++) {
            engine.round();
            bench.clock.advance(Duration.ofSeconds(12));
            mineAndLook();
        }
        assertThat(succeeded(subject).nonce()).isOne();
        assertThat(bench.executed(subject)).isOne();
    }

    /** Seam A8: the block with the receipt is gone. */
    @Test
    void a8ReorgPutsSettledBackToUnknownAndTheSameBytesAreMinedAgain() {
        List<Subject> subjects = Stream.generate(Bench::subject).limit(3).toList();
        engine.sendAll(subjects.stream().map(bench::request).toList());
        engine.round();
        mineAndLook();
        assertThat(engine.states(subjects).values()).allMatch(SubjectState.Succeeded.class::isInstance);

        bench.node.reorg(1);
        bench.proxy.forgetPool();
        engine.round();
        assertThat(engine.states(subjects).values()).allMatch(SubjectState.InFlight.class::isInstance);
        assertThat(subjects).allMatch(subject -> bench.executed(subject) == 0);
        bench.clock.advance(Duration.ofSeconds(11));
        engine.round();
        mineAndLook();
        assertThat(engine.states(subjects).values()).allMatch(SubjectState.Succeeded.class::isInstance);
        assertThat(subjects).allMatch(subject -> bench.executed(subject) == 1);
        assertThat(variants()).isEqualTo(3);
    }

    @Test
    void aChainThatIsLowerThanBeforeIsTakenForAReorg() {
        Subject subject = Bench.subject();
        String before = bench.node.ask("evm_snapshot").asString();
        engine.send(bench.request(subject));
        engine.round();
        mineAndLook();
        succeeded(subject);
        bench.node.ask("evm_revert", before);
        bench.proxy.forgetPool();
        engine.round();
        inFlight(subject);
        bench.clock.advance(Duration.ofSeconds(11));
        engine.round();
        mineAndLook();
        succeeded(subject);
        assertThat(bench.executed(subject)).isOne();
    }

    /** The dropped transaction is mined again before anybody has looked, in another block. */
    @Test
    void a8WhatIsMinedAgainElsewhereIsSettledAnew() {
        Subject subject = Bench.subject();
        String before = bench.node.ask("evm_snapshot").asString();
        engine.send(bench.request(subject));
        engine.round();
        mineAndLook();
        MinedAttempt first = succeeded(subject);
        bench.node.ask("evm_revert", before);
        bench.proxy.forgetPool();
        bench.node.mine(2);
        byte[] raw = Objects.requireNonNull(postgres.administrator().acrossOrganizations(dsl -> dsl.fetchOne(ATTEMPTS)))
                .getRaw();
        bench.direct.send(raw);
        mineAndLook();
        assertThat(succeeded(subject).hash()).isEqualTo(first.hash());
        assertThat(succeeded(subject).blockHash()).isNotEqualTo(first.blockHash());
        assertThat(succeeded(subject).block()).isGreaterThan(first.block());
    }

    @Test
    void aForgottenPoolIsFilledAgain() {
        List<Subject> subjects = Stream.generate(Bench::subject).limit(5).toList();
        engine.sendAll(subjects.stream().map(bench::request).toList());
        engine.round();
        bench.proxy.forgetPool();
        bench.clock.advance(Duration.ofSeconds(11));
        engine.round();
        mineAndLook();
        assertThat(engine.states(subjects).values()).allMatch(SubjectState.Succeeded.class::isInstance);
        assertThat(subjects).allMatch(subject -> bench.executed(subject) == 1);
    }

    @Test
    void anEndpointThatIsDownIsAskedLessAndLess() {
        Subject subject = Bench.subject();
        engine.send(bench.request(subject));
        bench.proxy.faults().next(200, Fault.UNREACHED);
        for (int second = 0; second < 3_600; second += 5) {
            engine.round();
            bench.clock.advance(Duration.ofSeconds(5));
        }
        assertThat(bench.proxy.sends()).isBetween(10, 61);
        assertThat(inFlight(subject).broadcast()).isFalse();
        bench.proxy.faults().none();
        bench.clock.advance(Duration.ofMinutes(5));
        engine.round();
        mineAndLook();
        succeeded(subject);
    }

    @Test
    void nothingIsBoundWhileTheChainIsAway() {
        Subject subject = Bench.subject();
        bench.proxy.faults().down(true);
        assertThat(engine.send(bench.request(subject)))
                .isEqualTo(new SendOutcome.Wait(SendOutcome.WaitReason.CHAIN_UNAVAILABLE));
        assertThat(engine.state(subject)).isInstanceOf(SubjectState.Unsent.class);
    }

    /** Seam A6: the fee rose above what was offered; the same nonce is signed again, never another one. */
    @Test
    void a6TooLowAFeeIsRaisedUnderTheSameNonce() {
        Subject subject = Bench.subject();
        engine.send(bench.request(subject));
        bench.node.ask("anvil_setNextBlockBaseFeePerGas", "0x174876e800");
        bench.node.mine(1);
        bench.clock.advance(Duration.ofSeconds(3));
        engine.round();
        assertThat(inFlight(subject).trouble()).contains(Trouble.FEE_TOO_LOW);
        engine.round();
        mineAndLook();
        assertThat(succeeded(subject).nonce()).isZero();
        assertThat(variants()).isEqualTo(2);
        assertThat(bench.executed(subject)).isOne();
    }

    @Test
    void feesAboveTheCeilingAreAWait() {
        bench.node.ask("anvil_setNextBlockBaseFeePerGas", "0x9184e72a000");
        bench.node.mine(1);
        assertThat(engine.send(bench.request(Bench.subject())))
                .isEqualTo(new SendOutcome.Wait(SendOutcome.WaitReason.FEES_TOO_HIGH));
    }

    @Test
    void anOperatorWithoutFundsIsAWait() {
        bench.node.ask("anvil_setBalance", bench.operator.lower(), "0x1");
        assertThat(engine.send(bench.request(Bench.subject())))
                .isEqualTo(new SendOutcome.Wait(SendOutcome.WaitReason.OPERATOR_WITHOUT_FUNDS));
    }

    @Test
    void whatNeverLeftCanBeCancelled() {
        Subject subject = Bench.subject();
        engine.send(bench.request(subject));
        engine.cancel(subject);
        engine.cancel(subject);
        engine.round();
        mineAndLook();
        assertThat(engine.state(subject)).isInstanceOf(SubjectState.Displaced.class);
        assertThat(bench.executed(subject)).isZero();
        Subject other = Bench.subject();
        engine.send(bench.request(other));
        engine.round();
        mineAndLook();
        succeeded(other);
    }

    SubjectState.InFlight inFlight(Subject subject) {
        SubjectState state = engine.state(subject);
        assertThat(state).isInstanceOf(SubjectState.InFlight.class);
        return (SubjectState.InFlight) state;
    }

    MinedAttempt succeeded(Subject subject) {
        SubjectState state = engine.state(subject);
        assertThat(state).isInstanceOf(SubjectState.Succeeded.class);
        return ((SubjectState.Succeeded) state).attempt();
    }

    void mineAndLook() {
        mineAndLook(engine);
    }

    private void mineAndLook(SendingEngine looking) {
        bench.node.mine(1);
        looking.round();
    }

    int variants() {
        return postgres.administrator().acrossOrganizations(dsl -> dsl.fetchCount(ATTEMPTS));
    }

    Map<Subject, SubjectState> states(List<Subject> subjects) {
        return engine.states(subjects);
    }
}
