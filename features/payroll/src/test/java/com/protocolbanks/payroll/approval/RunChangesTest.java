package com.protocolbanks.payroll.approval;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Company;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.settlement.Settlements;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class RunChangesTest {
    private static final String BEFORE = "DE89370400440532013000";
    private static final String NOW = "DE75512108001245126199";

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private final SigningKey owner = SigningKey.generate(new SecureRandom());
    private final Company company = Company.in(postgres.web(), Clock.systemUTC(), owner.address(), owner.address());
    private final SignedBatches signed = new SignedBatches(company, owner);

    @Test
    void theApproverSeesWhoIsNewGoneMovedPaidOtherwiseOrBankedElsewhere() {
        List<Map<Column, String>> people = Company.people(5);
        for (int i = 0; i < people.size(); i++) {
            people.get(i).put(Column.NAME, "P" + i);
        }
        people.get(2).put(Column.AMOUNT, "10.50");
        people.get(2).put(Column.SPLIT, "usdt 50 / fiat 50");
        people.get(2).put(Column.ACCOUNT, BEFORE);
        var first = company.accepted(Company.rows(people.subList(0, 4)));
        assertThat(changes(first).previous()).isEmpty();
        paid(first);

        var next = new ArrayList<Map<Column, String>>();
        people.forEach(row -> next.add(new EnumMap<>(row)));
        next.get(1).put(Column.AMOUNT, "77");
        next.get(2).put(Column.ACCOUNT, NOW);
        next.remove(3);
        var second = company.accepted(Company.rows(next));

        var found = changes(second);
        assertThat(found.previous()).contains(first);
        assertThat(found.people())
                .extracting(RunChanges.Change::name)
                .containsExactlyInAnyOrder("P1", "P2", "P3", "P4");
        assertThat(found.people())
                .filteredOn(RunChanges.Change::newAccount)
                .extracting(RunChanges.Change::name)
                .containsExactly("P2");
        assertThat(found.people()).noneMatch(RunChanges.Change::newAddress);
        assertThat(found.count()).isEqualTo(4);
    }

    private RunChanges changes(UUID batch) {
        return signed.approvalRequests().open(company.id(), batch).orElseThrow().changes();
    }

    private void paid(UUID batch) {
        signed.approve(batch);
        var settlements = new Settlements(new BatchEvents(company.issuer.clock()), company.issuer.clock());
        postgres.worker().runInOrganization(company.id(), dsl -> settlements.start(dsl, company.id(), batch));
    }
}
