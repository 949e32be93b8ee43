package com.protocolbanks.payroll;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.splits.Rail;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SubmitTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private final Company company = Company.in(postgres.web());
    private final Batches batches = new Batches(postgres.web());

    @Test
    void storesBatchItemsLegsAndPeople() {
        var people = Company.people(3);
        people.get(1).put(Column.SPLIT, "usdt 80 / fiat 20");
        people.get(1).put(Column.ACCOUNT, "DE89370400440532013000");
        people.get(1).put(Column.BANK_CODE, "COBADEFFXXX");
        var id = company.accepted(Company.rows(people));

        var batch = batches.find(company.id(), id).orElseThrow();
        assertThat(batch.stage()).isEqualTo(Stage.AWAITING_APPROVAL);
        assertThat(batch.itemCount()).isEqualTo(3);
        assertThat(batch.totalAmount()).isEqualByComparingTo("3006.000006");
        assertThat(batch.counts().pending()).isEqualTo(3);
        var items = batches.items(company.id(), id, 0, Optional.empty(), 100);
        assertThat(items).extracting(Item::row).containsExactly(1, 2, 3);
        assertThat(items.get(1).legs()).extracting(Item.Leg::rail).containsExactly(Rail.CHAIN, Rail.FIAT);
        assertThat(items.get(1).legs().stream().map(Item.Leg::amount).reduce(BigDecimal.ZERO, BigDecimal::add))
                .isEqualByComparingTo(items.get(1).amount());
        assertThat(items.get(0).employeeId()).isNotEqualTo(items.get(1).employeeId());
        assertThat(batches.list(company.id(), Optional.empty(), 10))
                .extracting(Batch::id)
                .containsExactly(id);
        assertThat(batches.list(company.id(), Optional.of(id), 10)).isEmpty();
        assertThat(BatchEvents.after(postgres.web(), company.id(), id, 0, 10))
                .extracting(BatchEvents.Event::type)
                .containsExactly("batch.created");
    }

    @Test
    void knowsPeopleAgainByAddress() {
        var people = Company.people(2);
        var first = company.accepted(Company.rows(people));
        people.forEach(row -> row.put(Column.AMOUNT, "7"));
        var second = company.accepted(Company.rows(people));
        assertThat(batches.items(company.id(), second, 0, Optional.empty(), 10))
                .extracting(Item::employeeId)
                .isEqualTo(batches.items(company.id(), first, 0, Optional.empty(), 10).stream()
                        .map(Item::employeeId)
                        .toList());
    }

    @Test
    void refusesTheSameRowsAgainUntilConfirmed() {
        var submission = Company.rows(Company.people(2));
        company.accepted(submission);
        assertThat(codes(company.payroll().submit(company.preparer, submission)))
                .containsExactly(ProblemCode.DUPLICATE_FILE);
        var confirmed = new Submission(
                "usdt", Optional.empty(), submission.source(), Set.of(ProblemCode.DUPLICATE_FILE), Optional.empty());
        assertThat(company.payroll().submit(company.preparer, confirmed)).isInstanceOf(SubmitResult.Accepted.class);
    }

    @Test
    void asksAboutTheSamePeriodAndPerson() {
        var people = Company.people(2);
        company.accepted(period(people, "2026-11"));
        people.get(0).put(Column.AMOUNT, "5");
        assertThat(codes(company.payroll().submit(company.preparer, period(people, "2026-11"))))
                .containsExactly(ProblemCode.DUPLICATE_PERIOD, ProblemCode.DUPLICATE_PERIOD);
        company.accepted(period(people, "2026-12"));
    }

    @Test
    void storesNothingOfABadPayroll() {
        var people = Company.people(3);
        people.get(2).put(Column.AMOUNT, "1e3");
        assertThat(codes(company.payroll().submit(company.preparer, Company.rows(people))))
                .containsExactly(ProblemCode.AMOUNT_SCIENTIFIC);
        assertThat(batches.list(company.id(), Optional.empty(), 10)).isEmpty();
    }

    @Test
    void aListOfRowsIsHeldToTheCountOfAFile() {
        assertThat(codes(company.payroll().submit(company.preparer, Company.rows(List.of()))))
                .containsExactly(ProblemCode.NO_ROWS);
        var many = java.util.Collections.nCopies(50_001, Company.people(1).getFirst());
        assertThat(codes(company.payroll().submit(company.preparer, Company.rows(many))))
                .containsExactly(ProblemCode.TOO_MANY_ROWS);
    }

    @Test
    void knowsNoOtherToken() {
        var submission = new Submission(
                "DOGE", Optional.empty(), new Submission.Rows(Company.people(1)), Set.of(), Optional.empty());
        assertThat(codes(company.payroll().submit(company.preparer, submission)))
                .containsExactly(ProblemCode.TOKEN_UNKNOWN);
    }

    /** Seam A1: the same upload arrives twice at the same time. */
    @Test
    void doubleUploadA1IsStoredOnce() throws Exception {
        assertThat(acceptedOfEightTwins(Company.rows(Company.people(200)))).isOne();
        assertThat(batches.list(company.id(), Optional.empty(), 10)).hasSize(1);
    }

    /** Nobody new can be stored twice, which gives twins away; people already known do not. */
    @Test
    void doubleUploadA1OfKnownPeopleIsStoredOnce() throws Exception {
        var people = Company.people(200);
        company.accepted(Company.rows(people));
        people.forEach(person -> person.put(Column.AMOUNT, "2000"));

        assertThat(acceptedOfEightTwins(Company.rows(people))).isOne();
        assertThat(batches.list(company.id(), Optional.empty(), 10)).hasSize(2);
    }

    private long acceptedOfEightTwins(Submission submission) throws Exception {
        try (var threads = Executors.newFixedThreadPool(8)) {
            Callable<SubmitResult> submit = () -> company.payroll().submit(company.preparer, submission);
            var results = threads.invokeAll(Collections.nCopies(8, submit)).stream()
                    .map(future -> future.resultNow())
                    .toList();
            assertThat(results)
                    .allMatch(result ->
                            result instanceof SubmitResult.Accepted || result instanceof SubmitResult.Refused);
            return results.stream()
                    .filter(SubmitResult.Accepted.class::isInstance)
                    .count();
        }
    }

    @Test
    void idempotencyKeyGivesTheSameBatch() {
        var people = Company.people(2);
        var first = company.payroll().submit(company.preparer, keyed(people, "k1"));
        var again = company.payroll().submit(company.preparer, keyed(people, "k1"));
        assertThat(((SubmitResult.Accepted) again).batch().id())
                .isEqualTo(((SubmitResult.Accepted) first).batch().id());
        assertThat(company.payroll().submit(company.preparer, keyed(Company.people(1), "k1")))
                .isInstanceOf(SubmitResult.KeyReused.class);
    }

    @Test
    void aRefusalDoesNotUseUpTheKey() {
        var bad = Company.people(1);
        bad.get(0).put(Column.AMOUNT, "-1");
        assertThat(company.payroll().submit(company.preparer, keyed(bad, "k2")))
                .isInstanceOf(SubmitResult.Refused.class);
        assertThat(company.payroll().submit(company.preparer, keyed(Company.people(1), "k2")))
                .isInstanceOf(SubmitResult.Accepted.class);
    }

    @Test
    void anotherOrganizationSeesNothing() {
        var id = company.accepted(Company.rows(Company.people(1)));
        var other = Company.in(postgres.web());
        assertThat(batches.find(other.id(), id)).isEmpty();
        assertThat(batches.items(other.id(), id, 0, Optional.empty(), 10)).isEmpty();
    }

    private static Submission keyed(List<java.util.Map<Column, String>> people, String key) {
        return new Submission(
                "USDT",
                Optional.empty(),
                new Submission.Rows(people),
                Set.of(),
                Optional.of(new Submission.IdempotencyKey("POST /payout-batches", key)));
    }

    private static Submission period(List<java.util.Map<Column, String>> people, String period) {
        return new Submission("USDT", Optional.of(period), new Submission.Rows(people), Set.of(), Optional.empty());
    }

    private static List<ProblemCode> codes(SubmitResult result) {
        return result instanceof SubmitResult.Refused(var problems)
                ? problems.stream().map(Problem::code).toList()
                : List.of();
    }
}
