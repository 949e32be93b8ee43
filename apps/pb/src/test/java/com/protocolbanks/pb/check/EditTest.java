package com.protocolbanks.pb.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.pb.company.ApiRefused;
import com.protocolbanks.worker.WorkerApp;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A payroll that is changed while its owners are signing it: of all its versions at most one is ever paid. */
class EditTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static Trial trial;

    @BeforeAll
    static void open() throws Exception {
        trial = Trial.open("edit", new LocalChain.Mining.EachTransactionAndEvery(1));
    }

    @AfterAll
    static void close() {
        trial.close();
    }

    @Test
    void whatWasSignedBeforeAnEditIsRefusedByTheProductAndByTheContract() throws Exception {
        var before = Trial.payees(1, 3);
        var after = Trial.payees(2, 4);
        var batch = submitted(before, "edited");
        var oldRequest = trial.client().requests(batch).getFirst();
        var old = SignedVersion.of(oldRequest);
        trial.client().approve(batch, 0, oldRequest);

        trial.client().replace(batch, rows(after));

        assertThat(trial.client().batch(batch).path("itemCount").asInt()).isEqualTo(4);
        var request = trial.client().requests(batch).getFirst();
        assertThat(request.path("approvals"))
                .as("the edit voids what was given")
                .isEmpty();
        assertThat(request.path("sums").path("root"))
                .isNotEqualTo(oldRequest.path("sums").path("root"));
        var edited = SignedVersion.of(request);
        assertThat(edited.batch().batchId()).isEqualTo(old.batch().batchId());
        for (int owner = 0; owner < 2; owner++) {
            int signer = owner;
            assertThatThrownBy(() -> trial.client().approve(batch, signer, oldRequest))
                    .isInstanceOf(ApiRefused.class)
                    .hasMessageContaining("422")
                    .hasMessageContaining("approval_bad_signature");
        }
        assertThat(old.tried(trial, old.pay(before))).as("until one is opened").isEqualTo("accepted");

        trial.client().approve(batch);
        try (var _ = WorkerApp.start(trial.premises().worker())) {
            trial.client().awaitDone(batch, PATIENCE);
        }
        assertThat(trial.wrongBalances(after, true)).isEmpty();
        assertThat(trial.wrongBalances(before, false)).isEmpty();
        assertThat(old.tried(trial, old.open())).isEqualTo("BatchExists");
        assertThat(old.tried(trial, old.pay(before))).isEqualTo("BatchExists");
    }

    @Test
    void aVersionOpenedBehindOurBackStopsTheOther() throws Exception {
        var before = Trial.payees(3, 2);
        var after = Trial.payees(4, 2);
        var batch = submitted(before, "overtaken");
        var old = SignedVersion.of(trial.client().requests(batch).getFirst());
        trial.client().replace(batch, rows(after));
        trial.client().approve(batch);
        var edited = SignedVersion.of(trial.client().requests(batch).getFirst());
        new ChainControl(trial.premises().servers().chainUrl())
                .callAs(
                        DevAccount.ALL.get(7).address().toString(),
                        trial.premises().servers().contracts().multiSend().toString(),
                        old.open());

        assertThat(edited.tried(trial, edited.pay(after))).isEqualTo("BatchExists");
        try (var _ = WorkerApp.start(trial.premises().worker())) {
            trial.client()
                    .await(
                            batch,
                            PATIENCE,
                            state -> state.path("stall")
                                    .path("reason")
                                    .asString("")
                                    .equals("OPENED_DIFFERENTLY"));
        }
        assertThat(trial.wrongBalances(before, false)).isEmpty();
        assertThat(trial.wrongBalances(after, false)).isEmpty();
    }

    @Test
    void whatIsApprovedAsAWholeStaysAsItIs() {
        var batch = trial.approved(Trial.payees(5, 2), "approved");
        assertThatThrownBy(() -> trial.client().replace(batch, rows(Trial.payees(6, 2))))
                .isInstanceOf(ApiRefused.class)
                .hasMessageContaining("409")
                .hasMessageContaining("batch_not_editable");
        assertThat(trial.client().items(batch)).hasSize(2);
    }

    @Test
    void anEditWithAnErrorChangesNothingAndVoidsNothing() {
        var batch = submitted(Trial.payees(7, 2), "mistaken");
        trial.client().approve(batch, 0);
        var wrong =
                new Trial.Payee("Nobody", "0x12", Trial.payees(7, 1).getFirst().amount());
        assertThatThrownBy(() -> trial.client().replace(batch, rows(List.of(wrong))))
                .isInstanceOf(ApiRefused.class)
                .hasMessageContaining("422");
        assertThat(trial.client().items(batch)).hasSize(2);
        assertThat(trial.client().requests(batch).getFirst().path("approvals")).hasSize(1);
    }

    private static String submitted(List<Trial.Payee> payees, String period) {
        return trial.client().submit(rows(payees), period).path("id").asString();
    }

    private static List<Map<String, String>> rows(List<Trial.Payee> payees) {
        return payees.stream().map(Trial.Payee::row).toList();
    }
}
