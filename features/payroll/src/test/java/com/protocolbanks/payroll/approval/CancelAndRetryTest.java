package com.protocolbanks.payroll.approval;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.SettableClock;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Company;
import com.protocolbanks.payroll.Item;
import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.approval.ApprovedRuns.Run;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.settlement.LegResult;
import com.protocolbanks.payroll.settlement.Settlements;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class CancelAndRetryTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private static final String TX = "0x" + "cd".repeat(32);

    private final SigningKey owner = SigningKey.generate(new SecureRandom());
    private final SettableClock clock = new SettableClock(Instant.now());
    private final Company company = Company.in(postgres.web(), clock, owner.address(), owner.address());
    private final SignedBatches signed = new SignedBatches(company, owner);
    private final Settlements settlements = new Settlements(new BatchEvents(clock), clock);
    private final Batches batches = new Batches(postgres.web());

    @Test
    void anUnsignedBatchIsCancelledAtOnce() {
        var id = company.accepted(Company.rows(Company.people(3)));
        signed.requests(id);
        assertThat(cancel(id)).isEqualTo(new Cancellations.Outcome.Cancelled(Stage.CANCELLED));
        assertThat(items(id)).allMatch(item -> item.status() == PaymentStatus.FAILED);
        assertThat(items(id)).allMatch(item -> item.reason().orElse("").equals("CANCELLED"));
        assertThat(signed.requests(id)).isEmpty();
        assertThat(cancel(id)).isEqualTo(new Cancellations.Outcome.AlreadyOver(Stage.CANCELLED));
        assertThat(retry(id)).isEqualTo(new Retries.Outcome.NotFinished(Stage.CANCELLED));
    }

    @Test
    void aSignedBatchIsOnlyAskedToStop() {
        var id = company.accepted(Company.rows(Company.people(2)));
        signed.approve(id);
        assertThat(cancel(id)).isInstanceOf(Cancellations.Outcome.Requested.class);
        assertThat(batch(id).cancelRequested()).isTrue();
        assertThat(batch(id).stage()).isEqualTo(Stage.QUEUED);
        worker(id, List.of());
        run(id, "CANCELLED");
        assertThat(batch(id).stage()).isEqualTo(Stage.CANCELLED);
    }

    @Test
    void aBatchOfWhichOnePartIsSignedIsOnlyAskedToStopAndTakesNoMoreSignatures() {
        var id = inTwoTokens();
        var requests = signed.requests(id);
        signed.approve(id, requests.getFirst());
        assertThat(cancel(id)).isInstanceOf(Cancellations.Outcome.Requested.class);
        assertThat(signed.approve(id, requests.getLast()))
                .isEqualTo(new ApprovalOutcome.Refused(ApprovalOutcome.Reason.NOT_AWAITING_APPROVAL));
        assertThat(batch(id).stage()).isEqualTo(Stage.AWAITING_APPROVAL);
        assertThat(signed.runs().payable(company.id(), id, clock.instant())).hasSize(1);
    }

    /** The contract knows of no edits: what was signed before one can still be opened. */
    @Test
    void whatWasSignedBeforeAnEditKeepsABatchFromEndingAtOnce() {
        var id = inTwoTokens();
        signed.approve(id, signed.requests(id).getFirst());
        company.payroll().edit(company.preparer, id, Company.rows(Company.people(1)));
        signed.requests(id);
        assertThat(cancel(id)).isInstanceOf(Cancellations.Outcome.Requested.class);
        assertThat(batch(id).stage()).isEqualTo(Stage.AWAITING_APPROVAL);
        clock.advance(Duration.ofDays(8));
        assertThat(signed.runs().payable(company.id(), id, clock.instant())).isEmpty();
    }

    private UUID inTwoTokens() {
        var people = Company.people(2);
        people.getLast().put(Column.TOKEN, "USDC");
        return company.accepted(Company.rows(people));
    }

    @Test
    void aBatchThatPaidSomebodyEndsCompleted() {
        var id = company.accepted(Company.rows(Company.people(2)));
        signed.approve(id);
        worker(id, List.of(new LegResult.Paid(leg(id, 0), TX)));
        run(id, "CANCELLED");
        assertThat(batch(id).stage()).isEqualTo(Stage.DOCUMENTS);
        assertThat(batch(id).counts().failed()).isEqualTo(1);
    }

    @Test
    void withinItsTimeARetryNeedsNoNewSignature() {
        var id = failedOne();
        assertThat(retry(id)).isEqualTo(new Retries.Outcome.Resent(1));
        assertThat(batch(id).stage()).isEqualTo(Stage.SENDING);
        assertThat(items(id).get(1).status()).isEqualTo(PaymentStatus.PENDING);
        assertThat(items(id).get(0).status()).isEqualTo(PaymentStatus.SUCCESS);
        assertThat(signed.runs().load(company.id(), id)).isInstanceOf(Run.Approved.class);
    }

    @Test
    void afterItsTimeARetryWaitsForTheChain() {
        var id = failedOne();
        clock.advance(Duration.ofDays(8));
        assertThat(retry(id)).isInstanceOf(Retries.Outcome.ApprovalExpired.class);
        assertThat(batch(id).stage()).isEqualTo(Stage.DOCUMENTS);
    }

    @Test
    void onceTheChainHasSeenTheEndItIsANewRun() {
        clock.set(Instant.now().minus(Duration.ofDays(30)));
        var id = failedOne();
        var first = signed.requests(id).getFirst();
        clock.set(Instant.now());
        assertThat(retry(id)).isEqualTo(new Retries.Outcome.NewRun(2, 1));
        assertThat(batch(id).stage()).isEqualTo(Stage.AWAITING_APPROVAL);
        var second = signed.requests(id).getFirst();
        assertThat(second.run()).isEqualTo(2);
        assertThat(second.terms().count()).isEqualTo(1);
        assertThat(second.key()).isNotEqualTo(first.key());
        signed.approve(id, second);
        var approved = (Run.Approved) signed.runs().load(company.id(), id);
        assertThat(approved.tokens().getFirst().chunk(0).payments().getFirst().legId())
                .isEqualTo(leg(id, 1));
    }

    @Test
    void whatTheWalletCancelledOnChainIsRetriedUnderNewSignatures() {
        var id = failedOne("CANCELLED");
        assertThat(retry(id)).as("the chain knows of no cancel").isEqualTo(new Retries.Outcome.Resent(1));
        worker(id, List.of(new LegResult.Failed(leg(id, 1), "CANCELLED")));
        cancelOnChain(signed.requests(id).getFirst());
        assertThat(retry(id)).isEqualTo(new Retries.Outcome.NewRun(2, 1));
        assertThat(batch(id).stage()).isEqualTo(Stage.AWAITING_APPROVAL);
    }

    @Test
    void aLegRefusedByItsTokenIsNotSignedAnewBecauseTheIdWasCancelledSince() {
        var id = failedOne();
        cancelOnChain(signed.requests(id).getFirst());
        assertThat(retry(id)).isEqualTo(new Retries.Outcome.Resent(1));
    }

    private void cancelOnChain(ApprovalRequest request) {
        var terms = (ApprovalRequest.Chain) request.terms();
        LocalChainFixture.contracts()
                .callAs(
                        owner.address(),
                        terms.multiSend(),
                        MultiSendCalls.cancelBatch(terms.batch().batchId()));
    }

    private UUID failedOne() {
        return failedOne("BLACKLISTED");
    }

    /** Two legs, the second of which failed for that reason. */
    private UUID failedOne(String reason) {
        var id = company.accepted(Company.rows(Company.people(2)));
        signed.approve(id);
        worker(id, List.of(new LegResult.Paid(leg(id, 0), TX), new LegResult.Failed(leg(id, 1), reason)));
        assertThat(batch(id).stage()).isEqualTo(Stage.DOCUMENTS);
        assertThat(retry(company.accepted(Company.rows(Company.people(1)))))
                .isEqualTo(new Retries.Outcome.NotFinished(Stage.AWAITING_APPROVAL));
        return id;
    }

    private void worker(UUID id, List<LegResult> results) {
        postgres.worker().runInOrganization(company.id(), dsl -> {
            settlements.start(dsl, company.id(), id);
            settlements.legsSettled(dsl, company.id(), id, new ArrayList<>(results));
            settlements.complete(dsl, company.id(), id);
        });
    }

    private void run(UUID id, String reason) {
        postgres.worker().runInOrganization(company.id(), dsl -> {
            settlements.giveUp(dsl, company.id(), id, reason);
            settlements.complete(dsl, company.id(), id);
        });
    }

    private Cancellations.Outcome cancel(UUID id) {
        return SignedBatches.answer(new Cancellations(postgres.web(), company.organizations(), company.issuer)
                .cancel(company.preparer, id, Optional.empty()));
    }

    private Retries.Outcome retry(UUID id) {
        return SignedBatches.answer(
                new Retries(postgres.web(), company.organizations(), SignedBatches.chain(), company.issuer)
                        .retryFailed(company.preparer, id, Optional.empty()));
    }

    private UUID leg(UUID batch, int item) {
        return items(batch).get(item).legs().getFirst().id();
    }

    private List<Item> items(UUID id) {
        return batches.items(company.id(), id, 0, Optional.empty(), 100);
    }

    private Batch batch(UUID id) {
        return batches.find(company.id(), id).orElseThrow();
    }
}
