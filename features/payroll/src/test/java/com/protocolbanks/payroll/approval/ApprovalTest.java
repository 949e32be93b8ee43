package com.protocolbanks.payroll.approval;

import static com.protocolbanks.database.generated.Tables.OUTBOX;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.LocalContracts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.signature.SafeMessage;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.SettableClock;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Role;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Company;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.approval.ApprovalOutcome.Reason;
import com.protocolbanks.payroll.approval.ApprovedRuns.Run;
import com.protocolbanks.payroll.approval.ApprovedRuns.Standing;
import com.protocolbanks.payroll.idempotency.Keyed;
import com.protocolbanks.payroll.rows.Column;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** Approval against real Safes 1.4.1 and accounts with keys, on a real chain. */
class ApprovalTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private static final SecureRandom RANDOM = new SecureRandom();
    private static LocalContracts contracts;
    private static ChainClient chain;

    private final SigningKey olga = SigningKey.generate(RANDOM);
    private final SigningKey otto = SigningKey.generate(RANDOM);
    private final SettableClock clock = new SettableClock(Instant.now());

    @BeforeAll
    static void deploy() {
        contracts = LocalContracts.deploy(LocalChainFixture.url());
        chain = new JsonRpcChainClient(
                JsonRpcChainClient.http(Duration.ofSeconds(60)), LocalChainFixture.url(), Duration.ofSeconds(60));
    }

    @Test
    void aSafeNeedsAsManyOwnersAsItsThreshold() {
        var safe = contracts.wallet(List.of(olga.address(), otto.address()), 2, 1);
        var company = Company.in(postgres.web(), clock, safe, olga.address());
        var second = company.anotherApprover("Otto", otto.address());
        var id = company.accepted(Company.rows(Company.people(5)));
        var request = onlyRequest(company, id);

        assertThat(approve(company, company.approver, id, olga, safeDigest(request)))
                .isEqualTo(new ApprovalOutcome.Recorded(request.id(), 1, 2, false));
        assertThat(stage(company, id)).isEqualTo(Stage.AWAITING_APPROVAL);
        assertThat(runs(company).load(company.id(), id)).isInstanceOf(Run.NotApproved.class);
        assertThat(approve(company, company.approver, id, olga, safeDigest(request)))
                .isEqualTo(new ApprovalOutcome.Recorded(request.id(), 1, 2, false));
        assertThat(approve(company, second, id, otto, safeDigest(request)))
                .isEqualTo(new ApprovalOutcome.Recorded(request.id(), 2, 2, true));
        assertThat(stage(company, id)).isEqualTo(Stage.QUEUED);
        assertThat(jobs(company, id)).isEqualTo(1);

        var approved = (Run.Approved) runs(company).load(company.id(), id);
        assertThat(approved.tokens()).hasSize(1);
        assertThat(approved.tokens().getFirst().batchKey()).isEqualTo(request.key());
        assertThat(approved.tokens().getFirst().chunk(0).payments()).hasSize(5);
        assertThat(runs(company).standing(company.id(), request.id())).isInstanceOf(Standing.Stands.class);
    }

    @Test
    void aKeyOwnsItselfAndSignsAlone() {
        var company = Company.in(postgres.web(), clock, olga.address(), olga.address());
        var id = company.accepted(Company.rows(Company.people(401)));
        var request = onlyRequest(company, id);
        assertThat(approve(
                        company, company.approver, id, olga, request.typedData().digest()))
                .isEqualTo(new ApprovalOutcome.Recorded(request.id(), 1, 1, true));
        var token =
                ((Run.Approved) runs(company).load(company.id(), id)).tokens().getFirst();
        assertThat(token.chunkCount()).isEqualTo(3);
        assertThat(token.chunk(2).size()).isEqualTo(1);
        assertThat(token.batch().total()).isEqualTo(token.partition().payments().total());
    }

    @Test
    void eachTokenAndTheBankFileAreSignedForThemselves() {
        var company = Company.in(postgres.web(), clock, olga.address(), olga.address());
        var people = Company.people(4);
        people.get(0).put(Column.TOKEN, "USDC");
        people.get(1).put(Column.SPLIT, "usdt 50 / fiat 50");
        people.get(1).put(Column.ACCOUNT, "DE89370400440532013000");
        var id = company.accepted(Company.rows(people));
        var requests = requests(company).open(company.id(), id).orElseThrow().requests();
        assertThat(requests).extracting(ApprovalRequest::asset).containsExactly("USDC", "USDT", "USD");
        for (int i = 0; i < 3; i++) {
            var outcome = approve(
                    company,
                    company.approver,
                    id,
                    olga,
                    requests.get(i).typedData().digest());
            assertThat(outcome)
                    .isEqualTo(new ApprovalOutcome.Recorded(requests.get(i).id(), 1, 1, i == 2));
        }
        assertThat(((Run.Approved) runs(company).load(company.id(), id)).tokens())
                .hasSize(2);
    }

    @Test
    void refusesWhoeverMayNot() {
        var company = Company.in(postgres.web(), clock, olga.address(), olga.address());
        var id = company.accepted(Company.rows(Company.people(1)));
        var digest = onlyRequest(company, id).typedData().digest();
        assertThat(refusal(approve(company, company.preparer, id, olga, digest)))
                .isEqualTo(Reason.NOT_AN_APPROVER);
        var stranger = company.anotherApprover("Otto", otto.address());
        assertThat(refusal(approve(company, stranger, id, otto, digest))).isEqualTo(Reason.NOT_AN_OWNER);
        assertThat(refusal(approve(company, stranger, id, olga, digest))).isEqualTo(Reason.NOT_YOUR_WALLET);
        var unproven = company.caller(company.member(
                "Uwe",
                Set.of(Role.APPROVER),
                List.of(SigningKey.generate(RANDOM).address())));
        assertThat(refusal(approve(company, unproven, id, olga, digest))).isEqualTo(Reason.NOT_YOUR_WALLET);
        assertThat(refusal(approve(company, company.approver, UUID.randomUUID(), olga, digest)))
                .isEqualTo(Reason.NO_SUCH_BATCH);
        var other = onlyRequest(company, company.accepted(Company.rows(Company.people(1))));
        assertThat(refusal(approve(
                        company, company.approver, id, olga, other.typedData().digest())))
                .isEqualTo(Reason.BAD_SIGNATURE);
        assertThat(new Approvals(postgres.web(), company.organizations(), company.members(), chain, company.issuer)
                        .approve(company.approver, id, olga.address(), new byte[65], Optional.empty()))
                .isEqualTo(new Keyed.Answered<>(new ApprovalOutcome.Refused(Reason.BAD_SIGNATURE)));
    }

    @Test
    void theMakerNeverApproves() {
        var company = Company.in(postgres.web(), clock, olga.address(), olga.address());
        company.members().setRoles(company.id(), company.approver.memberId(), Set.of(Role.values()));
        var both = company.caller(company.approver.memberId());
        var result = company.payroll().submit(both, Company.rows(Company.people(1)));
        var id = ((com.protocolbanks.payroll.SubmitResult.Accepted) result)
                .batch()
                .id();
        assertThat(refusal(approve(
                        company,
                        both,
                        id,
                        olga,
                        onlyRequest(company, id).typedData().digest())))
                .isEqualTo(Reason.MAKER);
    }

    @Test
    void aRequestThatIsOverIsAskedForAnew() {
        var company = Company.in(postgres.web(), clock, olga.address(), olga.address());
        var id = company.accepted(Company.rows(Company.people(1)));
        var old = onlyRequest(company, id);
        clock.advance(Duration.ofDays(8));
        assertThat(refusal(approve(
                        company, company.approver, id, olga, old.typedData().digest())))
                .isEqualTo(Reason.EXPIRED);
        var renewed = onlyRequest(company, id);
        assertThat(renewed.id()).isNotEqualTo(old.id());
        assertThat(((ApprovalRequest.Chain) renewed.terms()).batch().batchId())
                .isEqualTo(((ApprovalRequest.Chain) old.terms()).batch().batchId());
        assertThat(approve(
                        company, company.approver, id, olga, renewed.typedData().digest()))
                .isInstanceOf(ApprovalOutcome.Recorded.class);
    }

    @Test
    void changedLegsAreAMismatch() {
        var company = Company.in(postgres.web(), clock, olga.address(), olga.address());
        var id = company.accepted(Company.rows(Company.people(3)));
        approve(
                company,
                company.approver,
                id,
                olga,
                onlyRequest(company, id).typedData().digest());
        postgres.administrator()
                .acrossOrganizations(dsl -> dsl.execute(
                        "update payout_legs set units = units + 1 where batch_id = ? and row_number = 2", id));
        assertThat(runs(company).load(company.id(), id)).isInstanceOf(Run.Mismatch.class);
    }

    @Test
    void anApprovalFallsWithItsSignersRole() {
        var company = Company.in(postgres.web(), clock, olga.address(), olga.address());
        var id = company.accepted(Company.rows(Company.people(1)));
        var request = onlyRequest(company, id);
        approve(company, company.approver, id, olga, request.typedData().digest());
        company.members().setRoles(company.id(), company.approver.memberId(), Set.of(Role.OWNER));
        assertThat(runs(company).standing(company.id(), request.id())).isInstanceOf(Standing.Fallen.class);
    }

    private ApprovalRequests requests(Company company) {
        var terms = new PayoutContracts(
                new ChainId(31_337),
                contracts.multiSend(),
                Address.of("0x00000000000000000000000000000000000000cc"),
                200,
                Duration.ofDays(7));
        return new ApprovalRequests(postgres.web(), company.organizations(), terms, company.issuer);
    }

    private ApprovalRequest onlyRequest(Company company, UUID batch) {
        var requests = requests(company).open(company.id(), batch).orElseThrow().requests();
        assertThat(requests).hasSize(1);
        return requests.getFirst();
    }

    private static Hash32 safeDigest(ApprovalRequest request) {
        return SafeMessage.digest(
                request.chainId(), request.wallet(), request.typedData().digest());
    }

    private static ApprovalOutcome approve(Company company, Caller caller, UUID batch, SigningKey key, Hash32 digest) {
        return SignedBatches.answer(
                new Approvals(postgres.web(), company.organizations(), company.members(), chain, company.issuer)
                        .approve(caller, batch, key.address(), key.sign(digest).bytes(), Optional.empty()));
    }

    private ApprovedRuns runs(Company company) {
        return new ApprovedRuns(postgres.worker(), company.organizations(), company.members(), chain);
    }

    private static Stage stage(Company company, UUID batch) {
        return new Batches(postgres.web())
                .find(company.id(), batch)
                .orElseThrow()
                .stage();
    }

    private static int jobs(Company company, UUID batch) {
        return postgres.web()
                .inOrganization(
                        company.id(),
                        dsl -> dsl.fetchCount(
                                OUTBOX, OUTBOX.TOPIC.eq(Approvals.PAYOUT_JOBS), OUTBOX.SUBJECT_ID.eq(batch)));
    }

    private static Reason refusal(ApprovalOutcome outcome) {
        return ((ApprovalOutcome.Refused) outcome).reason();
    }
}
