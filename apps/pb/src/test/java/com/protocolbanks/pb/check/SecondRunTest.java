package com.protocolbanks.pb.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.Refusal;
import com.protocolbanks.evm.Address;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.pb.company.ApiRefused;
import com.protocolbanks.worker.WorkerApp;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What failed is paid by new signatures once the old ones are over; the old ones then pay nobody. */
class SecondRunTest {
    private static final Duration PATIENCE = Duration.ofMinutes(2);
    /** Long enough to sign and pay, short enough to see the end of it. */
    private static final Duration APPROVALS = Duration.ofSeconds(30);

    @Test
    void aSecondRunPaysWhatFailedAndTheFirstRunsSignaturePaysNobodyAgain() throws Exception {
        try (var trial = Trial.open("second-run", new LocalChain.Mining.EachTransactionAndEvery(1), APPROVALS)) {
            var good = Trial.payees(1, 2);
            var bad = Trial.payees(2, 1);
            var contracts = trial.premises().servers().contracts();
            contracts.refuse(Address.of(bad.getFirst().address()), Refusal.BLACKLISTED);
            var all = new ArrayList<>(good);
            all.addAll(bad);
            var batch = trial.approved(all, "first");
            var firstRequest = trial.client().requests(batch).getFirst();
            var first = SignedVersion.of(firstRequest);
            try (var _ = WorkerApp.start(trial.premises().worker())) {
                assertThat(trial.client()
                                .awaitDone(batch, PATIENCE)
                                .path("counts")
                                .path("failed")
                                .asInt())
                        .isEqualTo(1);
                contracts.refuse(Address.of(bad.getFirst().address()), Refusal.NONE);
                var retried = retriedOnceOver(trial, batch);
                assertThat(retried.path("run").asInt()).isEqualTo(2);
                assertThat(retried.path("legs").asInt()).isEqualTo(1);

                assertThatThrownBy(() -> trial.client().approve(batch, 0, firstRequest))
                        .isInstanceOf(ApiRefused.class)
                        .hasMessageContaining("approval_bad_signature");
                trial.client().approve(batch);
                var done = trial.client().awaitDone(batch, PATIENCE);
                assertThat(done.path("counts").path("success").asInt()).isEqualTo(3);
            }
            assertThat(trial.wrongBalances(all, true)).isEmpty();
            assertThat(first.tried(trial, first.open())).isEqualTo("BatchExists");
            assertThat(first.tried(trial, first.pay(all))).isEqualTo("OutsideWindow");
            assertThat(first.tried(trial, first.retry(all))).isEqualTo("OutsideWindow");
            assertThat(trial.wrongBalances(all, true)).isEmpty();
        }
    }

    /** Asks until the chain has seen the end of the first approval; before that no second one is offered. */
    private static JsonNode retriedOnceOver(Trial trial, String batch) {
        var end = Instant.parse(
                trial.client().requests(batch).getFirst().path("validBefore").asString());
        var chain = new ChainControl(trial.premises().servers().chainUrl());
        Eventually.holds(
                APPROVALS.multipliedBy(3), () -> assertThat(chain.time()).isAfter(end));
        return trial.client().retryFailed(batch);
    }
}
