package com.protocolbanks.payroll.approval;

import static com.protocolbanks.database.generated.Tables.APPROVAL_REQUESTS;
import static com.protocolbanks.database.generated.Tables.OUTBOX;
import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.wallet.WalletOwners;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Company;
import com.protocolbanks.payroll.Item;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.fiat.FiatResults;
import com.protocolbanks.payroll.idempotency.Idempotency;
import com.protocolbanks.payroll.idempotency.Keyed;
import com.protocolbanks.payroll.idempotency.Once;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.settlement.LegResult;
import com.protocolbanks.payroll.settlement.Settlements;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Requests whose answer was lost, and calls whose process ended half way: asked again, they act once and say the same. */
class RepeatedRequestsTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private final SigningKey owner = SigningKey.generate(new SecureRandom());
    private final Company company = Company.in(postgres.web(), Clock.systemUTC(), owner.address(), owner.address());
    private final SignedBatches signed = new SignedBatches(company, owner);
    private final Settlements settlements =
            new Settlements(new BatchEvents(company.issuer.clock()), company.issuer.clock());

    @Test
    void aRetryAskedForTwiceIsOneRetry() {
        var id = company.accepted(Company.rows(Company.people(2)));
        signed.approve(id);
        fail(id);
        var key = key(company.preparer, "retry", id.toString());
        var first = retry(id, key);
        fail(id);

        assertThat(first).isEqualTo(new Keyed.Answered<>(new Retries.Outcome.Resent(2)));
        assertThat(retry(id, key)).as("the answer of then").isEqualTo(first);
        assertThat(stage(id)).as("nothing is sent again").isEqualTo(Stage.DOCUMENTS);
        assertThat(retry(id, key(company.preparer, "retry", "another"))).isEqualTo(new Keyed.KeyReused<>());
        assertThat(retry(id, Optional.empty())).isEqualTo(first);
    }

    @Test
    void aRefusalLeavesTheKeyFree() {
        var id = company.accepted(Company.rows(Company.people(1)));
        var key = key(company.preparer, "early", id.toString());
        assertThat(retry(id, key))
                .isEqualTo(new Keyed.Answered<>(new Retries.Outcome.NotFinished(Stage.AWAITING_APPROVAL)));
        signed.approve(id);
        fail(id);
        assertThat(retry(id, key)).isEqualTo(new Keyed.Answered<>(new Retries.Outcome.Resent(1)));
    }

    @Test
    void aCancelAskedForTwiceSaysTheSame() {
        var id = company.accepted(Company.rows(Company.people(1)));
        var key = key(company.preparer, "cancel", id.toString());
        var first = cancel(id, key);
        assertThat(first).isEqualTo(new Keyed.Answered<>(new Cancellations.Outcome.Cancelled(Stage.CANCELLED)));
        assertThat(cancel(id, key)).isEqualTo(first);

        var approved = company.accepted(Company.rows(Company.people(1)));
        signed.approve(approved);
        var other = key(company.preparer, "cancel 2", approved.toString());
        var requested = cancel(approved, other);
        var answer = (Cancellations.Outcome.Requested) SignedBatches.answer(requested);
        assertThat(answer.batchIds()).hasSize(1);
        assertThat(cancel(approved, other)).isEqualTo(requested);
    }

    @Test
    void aBankResultWhoseAnswerWasLostIsRecordedOnce() {
        var people = Company.people(2);
        people.forEach(row -> {
            row.put(Column.AMOUNT, "10.25");
            row.put(Column.SPLIT, "fiat 100");
            row.put(Column.ACCOUNT, "DE89370400440532013000");
            row.put(Column.BANK_CODE, "COBADEFFXXX");
        });
        var id = company.accepted(Company.rows(people));
        signed.approve(id);
        postgres.worker().inOrganization(company.id(), dsl -> settlements.complete(dsl, company.id(), id));
        var legs = items(id).stream().map(item -> item.legs().getFirst().id()).toList();
        var key = key(company.approver, "bank", id.toString());
        List<FiatResults.Result> first = List.of(new FiatResults.Result.Executed(legs.getFirst(), "REF-1"));

        var recorded = record(id, first, key);
        assertThat(recorded).isEqualTo(new Keyed.Answered<>(new FiatResults.Outcome.Recorded(Stage.AWAITING_BANK)));
        record(id, List.of(new FiatResults.Result.Executed(legs.getLast(), "REF-2")), Optional.empty());
        assertThat(stage(id)).isEqualTo(Stage.DOCUMENTS);
        assertThat(record(id, first, key))
                .as("with its key: the answer of then")
                .isEqualTo(recorded);
        assertThat(record(id, first, Optional.empty()))
                .as("without one: the same word again")
                .isEqualTo(new Keyed.Answered<>(new FiatResults.Outcome.Recorded(Stage.DOCUMENTS)));
        assertThat(items(id).getFirst().legs().getFirst().bankReference()).contains("REF-1");
        assertThat(jobs(id)).as("the approval's and the documents', once each").isEqualTo(2);
    }

    @Test
    void anApprovalAskedForTwiceCountsOnceAndIsAnsweredAfterAnEdit() {
        var id = company.accepted(Company.rows(Company.people(1)));
        var request = signed.requests(id).getFirst();
        var key = key(company.approver, "sign", id.toString());
        var first = signed.approve(id, request, key);
        assertThat(first).isEqualTo(new Keyed.Answered<>(new ApprovalOutcome.Recorded(request.id(), 1, 1, true)));
        assertThat(signed.approve(id, request, key)).isEqualTo(first);
        assertThat(signed.approve(id, request, key(company.approver, "sign", "another")))
                .isEqualTo(new Keyed.KeyReused<>());
        assertThat(jobs(id)).isEqualTo(1);
    }

    @Test
    void anApprovalWhoseProcessEndedBeforeTheQueueIsCompletedByARepeat() {
        var id = crashed();
        assertThat(signed.approve(id, signed.requests(id).getFirst()))
                .isInstanceOfSatisfying(
                        ApprovalOutcome.Recorded.class,
                        recorded -> assertThat(recorded.batchComplete()).isTrue());
        assertThat(stage(id)).isEqualTo(Stage.QUEUED);
        assertThat(jobs(id)).isEqualTo(1);
    }

    @Test
    void anApprovalWhoseProcessEndedBeforeTheQueueIsCompletedByWhoeverLooks() {
        var id = crashed();
        assertThat(resume(id)).isTrue();
        assertThat(stage(id)).isEqualTo(Stage.QUEUED);
        assertThat(jobs(id)).isEqualTo(1);
        assertThat(resume(id)).isFalse();
        assertThat(jobs(id)).isEqualTo(1);
    }

    @Test
    void aRequestVoidedWhileTheWalletIsAskedApprovesNothing() {
        var id = crashed();
        var found = requests().open(company.id(), id).orElseThrow();
        company.payroll().edit(company.preparer, id, Company.rows(Company.people(2)));
        approvals().resume(company.id(), found, ownership(found));
        assertThat(stage(id)).isEqualTo(Stage.AWAITING_APPROVAL);
        assertThat(jobs(id)).isZero();
    }

    /** A batch as a process leaves it that stores the last signature and then ends. */
    private UUID crashed() {
        var id = company.accepted(Company.rows(Company.people(1)));
        signed.approve(id);
        postgres.administrator().acrossOrganizations(dsl -> {
            dsl.update(APPROVAL_REQUESTS)
                    .set(APPROVAL_REQUESTS.STATUS, "OPEN")
                    .setNull(APPROVAL_REQUESTS.SIGNATURE)
                    .setNull(APPROVAL_REQUESTS.APPROVED_AT)
                    .where(APPROVAL_REQUESTS.BATCH_ID.eq(id))
                    .execute();
            dsl.update(PAYOUT_BATCHES)
                    .set(PAYOUT_BATCHES.STAGE, Stage.AWAITING_APPROVAL.name())
                    .where(PAYOUT_BATCHES.ID.eq(id))
                    .execute();
            return dsl.deleteFrom(OUTBOX).where(OUTBOX.SUBJECT_ID.eq(id)).execute();
        });
        return id;
    }

    private boolean resume(UUID id) {
        var found = requests().open(company.id(), id).orElseThrow();
        return approvals().resume(company.id(), found, ownership(found));
    }

    private static WalletOwners.Ownership ownership(ApprovalRequests.Approvable found) {
        return new WalletOwners(SignedBatches.chain())
                .of(found.requests().getFirst().wallet());
    }

    private ApprovalRequests requests() {
        return signed.approvalRequests();
    }

    private Approvals approvals() {
        return new Approvals(
                postgres.web(), company.organizations(), company.members(), SignedBatches.chain(), company.issuer);
    }

    private void fail(UUID id) {
        postgres.worker().runInOrganization(company.id(), dsl -> {
            settlements.start(dsl, company.id(), id);
            var legs = items(id).stream()
                    .<LegResult>map(
                            item -> new LegResult.Failed(item.legs().getFirst().id(), "BLACKLISTED"))
                    .toList();
            settlements.legsSettled(dsl, company.id(), id, legs);
            settlements.complete(dsl, company.id(), id);
        });
    }

    private Keyed<Retries.Outcome> retry(UUID id, Optional<Once.Request> key) {
        return new Retries(postgres.web(), company.organizations(), SignedBatches.chain(), company.issuer)
                .retryFailed(company.preparer, id, key);
    }

    private Keyed<Cancellations.Outcome> cancel(UUID id, Optional<Once.Request> key) {
        return new Cancellations(postgres.web(), company.organizations(), company.issuer)
                .cancel(company.preparer, id, key);
    }

    private Keyed<FiatResults.Outcome> record(UUID id, List<FiatResults.Result> results, Optional<Once.Request> key) {
        return new FiatResults(postgres.web(), company.issuer).record(company.approver, id, results, key);
    }

    private static Optional<Once.Request> key(Caller caller, String key, String asked) {
        return Optional.of(new Once.Request(
                new Idempotency.Scope(caller.orgId(), caller.words(), "POST /test", key),
                Idempotency.fingerprint(asked.getBytes(StandardCharsets.UTF_8))));
    }

    private List<Item> items(UUID id) {
        return new Batches(postgres.web()).items(company.id(), id, 0, Optional.empty(), 10);
    }

    private Stage stage(UUID id) {
        return new Batches(postgres.web()).find(company.id(), id).orElseThrow().stage();
    }

    private int jobs(UUID id) {
        return postgres.web()
                .inOrganization(
                        company.id(),
                        dsl -> dsl.fetchCount(
                                OUTBOX, OUTBOX.TOPIC.eq(Approvals.PAYOUT_JOBS), OUTBOX.SUBJECT_ID.eq(id)));
    }
}
