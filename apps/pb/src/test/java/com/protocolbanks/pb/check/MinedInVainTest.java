package com.protocolbanks.pb.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.worker.WorkerApp;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** A transaction that passes its rehearsal and is refused when it is mined, because the chain changed in between. */
class MinedInVainTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);

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
    void afterThreeInVainTheBatchSaysSoAndWaitsForAPerson() throws Exception {
        try (var trial = Trial.open("in-vain", new LocalChain.Mining.EachTransactionAndEvery(1))) {
            var payees = Trial.payees(2, 3);
            var batch = trial.approved(payees, "in vain");
            var broadcasts = new AtomicInteger();
            try (var _ = WorkerApp.start(
                    trial.premises().worker(), reached -> frozenFor(trial, reached, broadcasts, Integer.MAX_VALUE))) {
                var state = trial.client()
                        .await(
                                batch,
                                PATIENCE,
                                one -> !one.path("stall")
                                        .path("reason")
                                        .asString("")
                                        .isEmpty());
                assertThat(state.path("stall").path("reason").asString()).isEqualTo("REVERTED");
            }
            assertThat(broadcasts).hasValue(3);
            assertThat(trial.wrongBalances(payees, false)).isEmpty();
            assertThat(trial.client().items(batch))
                    .allSatisfy(
                            item -> assertThat(item.path("status").asString()).isEqualTo("PENDING"));
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
