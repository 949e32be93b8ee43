package com.protocolbanks.payroll;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.identity.Role;
import com.protocolbanks.payroll.approval.ApprovalOutcome;
import com.protocolbanks.payroll.approval.ApprovalOutcome.Reason;
import com.protocolbanks.payroll.approval.ApprovalRequest;
import com.protocolbanks.payroll.approval.SignedBatches;
import com.protocolbanks.payroll.editing.EditableRows;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.Column;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** A batch whose rows are changed before it is approved. */
class EditTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private final SigningKey owner = SigningKey.generate(new SecureRandom());
    private final Company company = Company.in(postgres.web(), Clock.systemUTC(), owner.address(), owner.address());
    private final SignedBatches signed = new SignedBatches(company, owner);
    private final Batches batches = new Batches(postgres.web());

    @Test
    void otherRowsTakeThePlaceOfTheOldOnes() {
        var id = company.accepted(Company.rows(Company.people(3)));
        var before = signed.requests(id).getFirst();
        var people = Company.people(2);

        var summary = ((SubmitResult.Accepted) edit(id, people)).batch();

        assertThat(summary.id()).isEqualTo(id);
        var batch = batches.find(company.id(), id).orElseThrow();
        assertThat(batch.itemCount()).isEqualTo(2);
        assertThat(batch.totalAmount()).isEqualByComparingTo(summary.totalAmount());
        assertThat(batch.counts().pending()).isEqualTo(2);
        assertThat(items(id)).extracting(Item::name).containsExactly(names(people));
        assertThat(signed.approve(id, before)).isEqualTo(new ApprovalOutcome.Refused(Reason.BAD_SIGNATURE));
        var after = signed.requests(id).getFirst();
        assertThat(after.id()).isNotEqualTo(before.id());
        assertThat(onChainId(after)).isEqualTo(onChainId(before));
        assertThat(signed.approve(id, after)).isInstanceOf(ApprovalOutcome.Recorded.class);
    }

    @Test
    void whoeverEditedDoesNotApproveNotEvenPastTheProduct() {
        var id = company.accepted(Company.rows(Company.people(1)));
        company.members().setRoles(company.id(), company.approver.memberId(), Set.of(Role.values()));
        var editor = company.caller(company.approver.memberId());
        assertThat(company.payroll().edit(editor, id, Company.rows(Company.people(1))))
                .isInstanceOf(SubmitResult.Accepted.class);
        var request = signed.requests(id).getFirst();
        assertThat(signed.approve(id, request)).isEqualTo(new ApprovalOutcome.Refused(Reason.MAKER));
        assertThatThrownBy(() -> postgres.web()
                        .runInOrganization(
                                company.id(),
                                dsl -> dsl.execute(
                                        """
                        insert into approvals (org_id, request_id, batch_id, maker_id, member_id, signer, signature)
                        values (?, ?, ?, ?, ?, ?, ''::bytea)
                        """,
                                        company.id(),
                                        request.id(),
                                        id,
                                        company.preparer.memberId(),
                                        editor.memberId(),
                                        owner.address().lower())))
                .hasMessageContaining("whoever edited a batch does not approve it");
    }

    @Test
    void approvedBatchesStayAsTheyAreAndForeignOnesAreNotThere() {
        var id = company.accepted(Company.rows(Company.people(1)));
        signed.approve(id);
        assertThat(edit(id, Company.people(1))).isEqualTo(new SubmitResult.NotEditable(Stage.QUEUED));
        assertThat(edit(UUID.randomUUID(), Company.people(1))).isEqualTo(new SubmitResult.NoSuchBatch());
        var others = Company.in(postgres.web());
        assertThat(others.payroll().edit(others.preparer, id, Company.rows(Company.people(1))))
                .isEqualTo(new SubmitResult.NoSuchBatch());
    }

    @Test
    void aRehearsalAndARefusalLeaveTheBatchAlone() {
        var people = Company.people(2);
        var id = company.accepted(Company.rows(people));
        signed.requests(id);
        var fewer = Company.rows(people.subList(0, 1));
        assertThat(company.payroll().rehearseEdit(company.preparer, id, fewer))
                .isInstanceOf(SubmitResult.Accepted.class);
        people.getFirst().put(Column.AMOUNT, "-1");
        assertThat(edit(id, people)).isInstanceOf(SubmitResult.Refused.class);
        assertThat(items(id)).hasSize(2);
        assertThat(signed.requests(id).getFirst().status()).isEqualTo(ApprovalRequest.Status.OPEN);
    }

    @Test
    void aBatchIsNotComparedWithItself() {
        var people = Company.people(2);
        var id = company.accepted(Company.rows(people));
        assertThat(edit(id, people)).isInstanceOf(SubmitResult.Accepted.class);
        assertThat(((SubmitResult.Refused) company.payroll().submit(company.preparer, Company.rows(people))).problems())
                .anyMatch(problem -> problem.code() == ProblemCode.DUPLICATE_FILE);
    }

    @Test
    void rowsComeBackAsATableAndKeepTheirBankDetails() {
        var address = Company.randomAddress().toString();
        var people = Company.people(2);
        people.set(1, Company.row("Berta Bank", address, "10.50"));
        people.getLast().put(Column.SPLIT, "usdt 80 / fiat 20");
        people.getLast().put(Column.ACCOUNT, "DE89370400440532013000");
        people.getLast().put(Column.BANK_CODE, "COBADEFFXXX");
        var id = company.accepted(Company.rows(people));
        var account = account(id);
        var lines = new String(table(id), StandardCharsets.UTF_8).lines().toList();
        assertThat(lines).hasSize(3);
        assertThat(lines.getLast()).contains(",10.5,fiat 20 / usdt 80,");

        var withoutAccount = Company.row("Berta Bank", address, "11");
        withoutAccount.put(Column.SPLIT, "usdt 80 / fiat 20");
        assertThat(edit(id, List.of(withoutAccount))).isInstanceOf(SubmitResult.Accepted.class);
        assertThat(account(id)).isEqualTo(account);
    }

    private SubmitResult edit(UUID id, List<Map<Column, String>> people) {
        return company.payroll().edit(company.preparer, id, Company.rows(people));
    }

    private List<Item> items(UUID id) {
        return batches.items(company.id(), id, 0, Optional.empty(), 100);
    }

    private byte[] table(UUID id) {
        var rows = new EditableRows(postgres.web());
        return rows.csv(rows.find(company.id(), id).orElseThrow());
    }

    private Object account(UUID id) {
        return items(id).getLast().legs().stream()
                .flatMap(leg -> leg.account().stream())
                .findFirst()
                .orElseThrow();
    }

    private static Object onChainId(ApprovalRequest request) {
        return ((ApprovalRequest.Chain) request.terms()).batch().batchId();
    }

    private static String[] names(List<Map<Column, String>> people) {
        return people.stream().map(row -> row.get(Column.NAME)).toArray(String[]::new);
    }
}
