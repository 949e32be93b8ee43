package com.protocolbanks.pb.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.payouts.Milestones;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.worker.WorkerApp;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A transaction that passes its rehearsal and is refused when it is mined, because the chain changed in between. */
class MinedInVainTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    /** A batch that waits for a person is looked at each minute. */
    private static final Duration UNTIL_THE_NEXT_LOOK = Duration.ofSeconds(61);

    private static final Duration LONGER_THAN_THE_REST = Duration.ofHours(1);

    @Test
    void aTransactionRefusedWhenItIsMinedIsTriedAgainAndPaysOnce() throws Exception {
        try (var trial = Trial.open("in-vain-once", new LocalChain.Mining.EachTransactionAndEvery(1))) {
            var payees = Trial.payees(1, 3);
            var batch = trial.approved(payees, "in vain");
            var broadcasts = new AtomicInteger();
            try (var _ =
                    WorkerApp.start(trial.premises().worker(), reached -> frozenFor(trial, reached, broadcasts, 1))) {
                trial.client().awaitDone(batch, PATIENCE);
            }
            assertThat(broadcasts).hasValue(2);
            assertThat(trial.wrongBalances(payees, true)).isEmpty();
        }
    }

    @Test
    void afterThreeInVainTheBatchSaysSoAndTriesAgainOnlyAfterAWhile() throws Exception {
        try (var trial = Trial.open("in-vain", new LocalChain.Mining.EachTransactionAndEvery(1))) {
            var payees = Trial.payees(2, 3);
            var batch = trial.approved(payees, "in vain");
            var broadcasts = new AtomicInteger();
            try (var _ = WorkerApp.start(
                    trial.premises().worker(), reached -> frozenFor(trial, reached, broadcasts, Integer.MAX_VALUE))) {
                trial.client()
                        .await(
                                batch,
                                PATIENCE,
                                one -> one.path("stall")
                                        .path("reason")
                                        .asString("")
                                        .equals("REVERTED"));
            }
            assertThat(broadcasts).hasValue(3);
            assertThat(trial.wrongBalances(payees, false)).isEmpty();
            assertThat(trial.client().items(batch))
                    .allSatisfy(
                            item -> assertThat(item.path("status").asString()).isEqualTo("PENDING"));

            theNextIsSentOnlyAfterItsRest(trial, batch);
            assertThat(trial.wrongBalances(payees, true)).isEmpty();
        }
    }

    private static void theNextIsSentOnlyAfterItsRest(Trial trial, String batch) {
        var time = new TimeAhead();
        var looks = new AtomicInteger();
        var sent = new AtomicInteger();
        Milestones counted = reached -> {
            if (reached == Milestone.CHUNKS_STORED) {
                looks.incrementAndGet();
            } else if (reached == Milestone.BYTES_STORED) {
                sent.incrementAndGet();
            }
        };
        try (var _ = WorkerApp.start(trial.premises().worker(), counted, time.clock())) {
            time.addUntil("it is looked at twice", UNTIL_THE_NEXT_LOOK, () -> looks.get() >= 2);
            assertThat(sent).hasValue(0);

            new ChainControl(trial.premises().servers().chainUrl()).letTimePass(LONGER_THAN_THE_REST.toSeconds());
            time.addUntil("one more is sent", UNTIL_THE_NEXT_LOOK, () -> sent.get() >= 1);
            trial.client().awaitDone(batch, PATIENCE);
            assertThat(sent).hasValue(1);
        }
    }

    /** Freezes the wallet behind the rehearsal and releases it behind the transaction, so many times. */
    private static void frozenFor(Trial trial, Milestone reached, AtomicInteger broadcasts, int times) {
        if (reached == Milestone.BYTES_STORED && broadcasts.incrementAndGet() <= times) {
            freeze(trial, true);
        } else if (reached == Milestone.BROADCAST && broadcasts.get() <= times) {
            freeze(trial, false);
        }
    }

    private static void freeze(Trial trial, boolean frozen) {
        var wallet = trial.cast().organization().walletAddress();
        new ChainControl(trial.premises().servers().chainUrl())
                .callAs(
                        wallet.toString(),
                        trial.premises().servers().contracts().multiSend().toString(),
                        MultiSendCalls.setFrozen(wallet, frozen));
    }
}
