package com.protocolbanks.pb.check;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.payouts.Milestones.Milestone;
import com.protocolbanks.worker.WorkerApp;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** An approval that ends while its batch is being paid. */
class ExpiryTest {
    private static final long LONGER_THAN_ANY_APPROVAL = Duration.ofDays(60).toSeconds();
    private static final long ROOM_FOR_ONE_CHUNK = 8_000_000;

    @Test
    void whatIsPaidStaysPaidAndTheRestIsRefusedByTheContract() throws Exception {
        try (var trial = Trial.open("expiry", new LocalChain.Mining.EachTransactionAndEvery(1))) {
            var chain = new ChainControl(trial.premises().servers().chainUrl());
            var payees = Trial.payees(1, 450);
            var batch = trial.approved(payees, "2026-11");
            var broadcasts = new AtomicInteger();
            chain.blocksOnlyWhenTold(ROOM_FOR_ONE_CHUNK);
            try (var _ = WorkerApp.start(trial.premises().worker(), reached -> {
                if (reached == Milestone.BROADCAST && broadcasts.getAndIncrement() == 0) {
                    chain.mine();
                    chain.letTimePass(LONGER_THAN_ANY_APPROVAL);
                    chain.blocksEverySecond();
                }
            })) {
                var state = trial.client().awaitDone(batch, Duration.ofMinutes(5));
                assertThat(state.path("status").asString()).isEqualTo("COMPLETED");
                assertThat(state.path("counts").path("success").asInt()).isEqualTo(200);
                assertThat(state.path("counts").path("failed").asInt()).isEqualTo(250);
            }
            assertThat(trial.wrongBalances(payees.subList(0, 200), true)).isEmpty();
            assertThat(trial.wrongBalances(payees.subList(200, 450), false)).isEmpty();
            assertThat(trial.client().items(batch).getLast().path("reason").asString())
                    .isEqualTo("EXPIRED");
        }
    }

    @Test
    void aBatchThatExpiresUnpaidHasFailed() throws Exception {
        try (var trial = Trial.open("expired", new LocalChain.Mining.EachTransactionAndEvery(1))) {
            var payees = Trial.payees(2, 3);
            var batch = trial.approved(payees, "2026-11");
            new ChainControl(trial.premises().servers().chainUrl()).letTimePass(LONGER_THAN_ANY_APPROVAL);
            try (var _ = WorkerApp.start(trial.premises().worker())) {
                trial.client().awaitFailed(batch, Duration.ofMinutes(5));
            }
            assertThat(trial.client().batch(batch).path("stage").asString()).isEqualTo("EXPIRED");
            assertThat(trial.wrongBalances(payees, false)).isEmpty();
        }
    }
}
