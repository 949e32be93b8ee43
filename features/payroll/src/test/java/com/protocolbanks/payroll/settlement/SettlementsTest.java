package com.protocolbanks.payroll.settlement;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.database.Database;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Company;
import com.protocolbanks.payroll.Item;
import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.splits.Rail;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class SettlementsTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private static final String TX = "0x" + "ab".repeat(32);

    private final Company company = Company.in(postgres.web());
    private final Database worker = postgres.worker();
    private final BatchEvents events = new BatchEvents(company.issuer.clock());
    private final Settlements settlements = new Settlements(events, company.issuer.clock());
    private final Batches batches = new Batches(postgres.web());

    @Test
    void paidAndFailedLegsBecomeItemsAndTheBatchIsCompleted() {
        var id = queued(Company.people(5));
        var legs = legs(id);
        work(dsl -> {
            settlements.start(dsl, company.id(), id);
            return null;
        });
        assertThat(batch(id).stage()).isEqualTo(Stage.SENDING);
        List<LegResult> results = new ArrayList<>();
        legs.subList(0, 4).forEach(leg -> results.add(new LegResult.Paid(leg.id(), TX)));
        results.add(new LegResult.Failed(legs.get(4).id(), "BLACKLISTED"));
        settle(id, results.toArray(LegResult[]::new));
        assertThat(completed(id)).isEqualTo(Stage.DOCUMENTS);
        var items = items(id);
        assertThat(items.subList(0, 4)).allMatch(item -> item.status() == PaymentStatus.SUCCESS);
        assertThat(items.subList(0, 4)).allMatch(item -> item.openAmount().signum() == 0);
        assertThat(items.get(4).status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(items.get(4).reason()).contains("BLACKLISTED");
        assertThat(items.get(4).paidAmount()).isEqualByComparingTo(BigDecimal.ZERO);
        assertThat(batch(id).counts().success()).isEqualTo(4);
        assertThat(batch(id).counts().failed()).isEqualTo(1);
        assertThat(batch(id).completedAt()).isPresent();
        work(dsl -> {
            settlements.documentsDone(dsl, company.id(), id);
            return null;
        });
        assertThat(batch(id).stage()).isEqualTo(Stage.DONE);
    }

    @Test
    void aPaidLegNeverFails() {
        var id = queued(Company.people(1));
        var leg = legs(id).getFirst().id();
        settle(id, new LegResult.Paid(leg, TX));
        settle(id, new LegResult.Failed(leg, "LATE"));
        assertThat(items(id).getFirst().status()).isEqualTo(PaymentStatus.SUCCESS);
    }

    @Test
    void whatTheChainPaidAfterAllIsPaid() {
        var id = queued(Company.people(1));
        var leg = legs(id).getFirst().id();
        settle(id, new LegResult.Failed(leg, "OUT_OF_GAS"));
        settle(id, new LegResult.Paid(leg, TX));
        assertThat(items(id).getFirst().status()).isEqualTo(PaymentStatus.SUCCESS);
        assertThat(items(id).getFirst().reason()).isEmpty();
    }

    @Test
    void aPartlyPaidItemSaysHowMuchIsOpen() {
        var people = Company.people(1);
        people.getFirst().put(Column.AMOUNT, "100");
        people.getFirst().put(Column.SPLIT, "usdt 60 / usdc 40");
        var id = queued(people);
        var legs = legs(id);
        settle(id, new LegResult.Paid(legs.get(0).id(), TX));
        assertThat(items(id).getFirst().status()).isEqualTo(PaymentStatus.PENDING);
        settle(id, new LegResult.Failed(legs.get(1).id(), "RETURNED_FALSE"));
        var item = items(id).getFirst();
        assertThat(item.status()).isEqualTo(PaymentStatus.FAILED);
        assertThat(item.paidAmount()).isEqualByComparingTo(legs.get(0).amount());
        assertThat(item.openAmount()).isEqualByComparingTo(legs.get(1).amount());
    }

    @Test
    void aReorgTakesTheWordBack() {
        var id = queued(Company.people(2));
        var legs = legs(id);
        settle(
                id,
                new LegResult.Paid(legs.get(0).id(), TX),
                new LegResult.Paid(legs.get(1).id(), TX));
        work(dsl -> {
            settlements.start(dsl, company.id(), id);
            return settlements.complete(dsl, company.id(), id);
        });
        work(dsl -> {
            settlements.legsUnknownAgain(
                    dsl, company.id(), id, List.of(legs.get(1).id()));
            return null;
        });
        assertThat(batch(id).stage()).isEqualTo(Stage.SENDING);
        assertThat(items(id)).extracting(Item::status).containsExactly(PaymentStatus.SUCCESS, PaymentStatus.PENDING);
    }

    @Test
    void theBankIsWaitedFor() {
        var people = Company.people(1);
        people.getFirst().put(Column.SPLIT, "usdt 60 / fiat 40");
        people.getFirst().put(Column.ACCOUNT, "DE89370400440532013000");
        var id = queued(people);
        var legs = legs(id);
        var chained = legs.stream()
                .filter(leg -> leg.rail() == Rail.CHAIN)
                .findFirst()
                .orElseThrow();
        settle(id, new LegResult.Paid(chained.id(), TX));
        assertThat(completed(id)).isEqualTo(Stage.AWAITING_BANK);
        var bank =
                legs.stream().filter(leg -> leg.rail() == Rail.FIAT).findFirst().orElseThrow();
        settle(id, new LegResult.PaidByBank(bank.id(), "REF-1"));
        assertThat(completed(id)).isEqualTo(Stage.DOCUMENTS);
    }

    @Test
    void aStallIsShownOnceAndEnds() {
        var id = queued(Company.people(1));
        for (int i = 0; i < 3; i++) {
            work(dsl -> {
                settlements.stall(dsl, company.id(), id, "INSUFFICIENT_FUNDS");
                return null;
            });
        }
        assertThat(batch(id).stall().map(Batch.Stall::reason)).contains("INSUFFICIENT_FUNDS");
        work(dsl -> {
            settlements.unstall(dsl, company.id(), id);
            return null;
        });
        assertThat(batch(id).stall()).isEmpty();
        assertThat(BatchEvents.after(postgres.web(), company.id(), id, 0, 100))
                .extracting(BatchEvents.Event::type)
                .containsOnlyOnce("batch.stalled", "batch.resumed");
    }

    @Test
    void movesThatAreNotAllowedThrow() {
        var id = company.accepted(Company.rows(Company.people(1)));
        assertThatThrownBy(() -> work(dsl -> {
                    settlements.move(dsl, company.id(), id, Stage.AWAITING_APPROVAL, Stage.DONE);
                    return null;
                }))
                .isInstanceOf(IllegalStateException.class);
        assertThat(batch(id).stage()).isEqualTo(Stage.AWAITING_APPROVAL);
    }

    @Test
    void eventsOfManyWritersAreNumberedWithoutGaps() throws Exception {
        var id = company.accepted(Company.rows(Company.people(1)));
        try (var threads = Executors.newFixedThreadPool(6)) {
            Callable<Long> write = () -> work(dsl -> events.append(dsl, company.id(), id, "note", Map.of("a", 1)));
            threads.invokeAll(java.util.Collections.nCopies(60, write)).forEach(future -> future.resultNow());
        }
        assertThat(BatchEvents.after(postgres.web(), company.id(), id, 0, 100))
                .extracting(BatchEvents.Event::seq)
                .containsExactlyElementsOf(LongStream.rangeClosed(1, 61).boxed().toList());
    }

    private UUID queued(List<Map<Column, String>> people) {
        var id = company.accepted(Company.rows(people));
        work(dsl -> {
            settlements.move(dsl, company.id(), id, Stage.AWAITING_APPROVAL, Stage.QUEUED);
            return null;
        });
        return id;
    }

    private void settle(UUID batch, LegResult... results) {
        work(dsl -> {
            settlements.legsSettled(dsl, company.id(), batch, List.of(results));
            return null;
        });
    }

    private Stage completed(UUID batch) {
        return work(dsl -> settlements.complete(dsl, company.id(), batch));
    }

    private <T extends @Nullable Object> T work(Function<DSLContext, T> work) {
        return worker.inOrganization(company.id(), work);
    }

    private Batch batch(UUID id) {
        return batches.find(company.id(), id).orElseThrow();
    }

    private List<Item> items(UUID id) {
        return batches.items(company.id(), id, 0, Optional.empty(), 1_000);
    }

    private List<Item.Leg> legs(UUID id) {
        return items(id).stream().flatMap(item -> item.legs().stream()).toList();
    }
}
