package com.protocolbanks.pb.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.rows.BankDetails;
import com.protocolbanks.pb.company.ApiRefused;
import com.protocolbanks.worker.WorkerApp;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The bank's part of a payroll, from the signed file to the bank's own word. */
class BankPaymentTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String ACCOUNT = "DE89370400440532013000";

    private static Trial trial;

    @BeforeAll
    static void open() throws Exception {
        trial = Trial.open("bank", new LocalChain.Mining.EachTransactionAndEvery(1));
    }

    @AfterAll
    static void close() {
        trial.close();
    }

    @Test
    void oneAccountNumberChangedAfterTheApprovalIsRefusedAtEachDownload() throws Exception {
        var batch = submitted(Trial.payees(1, 2));
        trial.client().approve(batch);
        assertThat(new String(trial.client().document(batch, "fiat.xml"), StandardCharsets.UTF_8))
                .contains(ACCOUNT);

        changeAccount(batch, "DE75512108001245126199");

        assertThatThrownBy(() -> trial.client().document(batch, "fiat.xml"))
                .isInstanceOf(ApiRefused.class)
                .hasMessageContaining("409")
                .hasMessageContaining("bank_file_mismatch");
    }

    @Test
    void whatTheBankRejectedIsSignedAnewAndTheOldSignatureDoesNotCount() {
        var batch = submitted(Trial.payees(2, 2));
        var firstRequest = trial.client().requests(batch).getFirst();
        trial.client().approve(batch);
        try (var _ = WorkerApp.start(trial.premises().worker())) {
            awaitBank(batch);
            assertThat(trial.client().bankRejected(batch, "AC04 account closed"))
                    .isEqualTo(2);
            var done = trial.client().awaitDone(batch, PATIENCE);
            assertThat(done.path("counts").path("failed").asInt()).isEqualTo(2);
            assertThat(trial.client().items(batch).getFirst().path("reason").asString())
                    .isEqualTo("AC04 account closed");

            assertThat(trial.client().retryFailed(batch).path("run").asInt()).isEqualTo(2);
            assertThatThrownBy(() -> trial.client().approve(batch, 0, firstRequest))
                    .isInstanceOf(ApiRefused.class)
                    .hasMessageContaining("approval_bad_signature");
            trial.client().approve(batch);
            awaitBank(batch);
            assertThat(trial.client().bankExecuted(batch)).isEqualTo(2);
            assertThat(trial.client()
                            .awaitDone(batch, PATIENCE)
                            .path("counts")
                            .path("success")
                            .asInt())
                    .isEqualTo(2);
        }
    }

    private static String submitted(List<Trial.Payee> payees) {
        List<Map<String, String>> rows = payees.stream()
                .map(payee -> Map.of(
                        "name",
                        payee.name(),
                        "walletAddress",
                        payee.address(),
                        "amount",
                        payee.amount().toPlainString(),
                        "split",
                        "fiat 100",
                        "account",
                        ACCOUNT,
                        "bankCode",
                        "COBADEFFXXX"))
                .toList();
        return trial.client()
                .submit(rows, "bank " + payees.getFirst().name())
                .path("id")
                .asString();
    }

    /** As somebody could who has both the database and the key of the bank details. */
    private static void changeAccount(String batch, String account) throws Exception {
        var key = Bytes.parse(
                "0x" + Files.readString(trial.folder().resolve("master.key")).strip());
        var organization = trial.cast().organization().id();
        try (var database = Database.open(trial.premises().servers().database(Role.WEB), 1)) {
            database.runInOrganization(organization, dsl -> {
                var sealed = new BankVault(key, new SecureRandom())
                        .open(dsl, organization)
                        .seal(new BankDetails("Somebody", account, "COBADEFFXXX"));
                assertThat(dsl.execute(
                                "update payout_legs set bank_details = ? where batch_id = ? and row_number = 2",
                                sealed,
                                UUID.fromString(batch)))
                        .isEqualTo(1);
            });
        }
    }

    private static void awaitBank(String batch) {
        trial.client()
                .await(batch, PATIENCE, state -> state.path("stage").asString().equals("AWAITING_BANK"));
    }
}
