package com.protocolbanks.sending.engine;

import static com.protocolbanks.database.generated.Tables.ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.transaction.FeeMarketTransaction;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import com.protocolbanks.evm.transaction.SignedTransaction;
import com.protocolbanks.fixtures.chain.Faults.Fault;
import com.protocolbanks.fixtures.chain.NodeRules;
import com.protocolbanks.sending.MinedAttempt;
import com.protocolbanks.sending.SendOutcome;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.sending.SubjectState;
import com.protocolbanks.sending.SubjectState.Trouble;
import java.math.BigInteger;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** What must hold on every kind of chain when blocks, endpoints, fees or funds go wrong. */
abstract class DialectTroubles extends DialectBench {
    DialectTroubles(NodeRules rules) {
        super(rules);
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
}
