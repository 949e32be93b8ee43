package com.protocolbanks.pb.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.Refusal;
import com.protocolbanks.evm.Address;
import com.protocolbanks.payouts.Milestones;
import com.protocolbanks.pb.company.ApiRefused;
import com.protocolbanks.worker.WorkerApp;
import java.time.Duration;
import java.util.ArrayList;
import org.junit.jupiter.api.Test;

/** What failed is paid by new signatures once the old ones are over; the old ones then pay nobody. */
class SecondRunTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final Duration LONGER_THAN_AN_APPROVAL = Duration.ofDays(8);

    private final TimeAhead time = new TimeAhead();

    @Test
    void aSecondRunPaysWhatFailedAndTheFirstRunsSignaturePaysNobodyAgain() throws Exception {
        try (var trial = Trial.open("second-run", new LocalChain.Mining.EachTransactionAndEvery(1), time.clock())) {
            var good = Trial.payees(1, 2);
            var bad = Trial.payees(2, 1);
            var contracts = trial.premises().servers().contracts();
            contracts.refuse(Address.of(bad.getFirst().address()), Refusal.BLACKLISTED);
            var all = new ArrayList<>(good);
            all.addAll(bad);
            var batch = trial.approved(all, "first");
            var firstRequest = trial.client().requests(batch).getFirst();
            var first = SignedVersion.of(firstRequest);
            assertThat(paid(trial, batch, "failed")).isEqualTo(1);
            contracts.refuse(Address.of(bad.getFirst().address()), Refusal.NONE);

            theApprovalEnds(trial);
            var retried = trial.client().retryFailed(batch);
            assertThat(retried.path("run").asInt()).isEqualTo(2);
            assertThat(retried.path("legs").asInt()).isEqualTo(1);
            assertThatThrownBy(() -> trial.client().approve(batch, 0, firstRequest))
                    .isInstanceOf(ApiRefused.class)
                    .hasMessageContaining("approval_bad_signature");
            trial.client().approve(batch);

            assertThat(paid(trial, batch, "success")).isEqualTo(3);
            assertThat(trial.wrongBalances(all, true)).isEmpty();
            assertThat(first.tried(trial, first.open())).isEqualTo("BatchExists");
            assertThat(first.tried(trial, first.pay(all))).isEqualTo("OutsideWindow");
            assertThat(first.tried(trial, first.retry(all))).isEqualTo("OutsideWindow");
            assertThat(trial.wrongBalances(all, true)).isEmpty();
        }
    }

    /** Lets a worker carry the batch out; how many items then count as named. */
    private int paid(Trial trial, String batch, String counted) {
        try (var _ = WorkerApp.start(trial.premises().worker(), Milestones.IGNORED, time.clock())) {
            return trial.client()
                    .awaitDone(batch, PATIENCE)
                    .path("counts")
                    .path(counted)
                    .asInt();
        }
    }

    /** For the product and for the chain. */
    private void theApprovalEnds(Trial trial) {
        time.add(LONGER_THAN_AN_APPROVAL);
        new ChainControl(trial.premises().servers().chainUrl()).letTimePass(LONGER_THAN_AN_APPROVAL.toSeconds());
    }
}
