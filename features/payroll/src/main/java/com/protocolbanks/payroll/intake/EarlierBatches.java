package com.protocolbanks.payroll.intake;

import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;
import static com.protocolbanks.database.generated.Tables.PAYOUT_ITEMS;

import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.PayrollRow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.impl.DSL;

/** Compares a submission with batches stored before; a failed batch paid nobody and does not count. */
public final class EarlierBatches {
    private static final String FAILED = "FAILED";

    private final DSLContext dsl;
    private final UUID orgId;
    private final Condition other;

    /** @param itself the batch that is being changed; it is not compared with itself */
    public EarlierBatches(DSLContext dsl, UUID orgId, Optional<UUID> itself) {
        this.dsl = dsl;
        this.orgId = orgId;
        this.other = itself.map(PAYOUT_BATCHES.ID::ne).orElseGet(DSL::noCondition);
    }

    /** The same content, byte for byte. */
    public void sameFile(byte[] sha256, Findings findings) {
        dsl.select(PAYOUT_BATCHES.ID, PAYOUT_BATCHES.CREATED_AT)
                .from(PAYOUT_BATCHES)
                .where(
                        PAYOUT_BATCHES.ORG_ID.eq(orgId),
                        other,
                        PAYOUT_BATCHES.FILE_SHA256.eq(sha256),
                        PAYOUT_BATCHES.STATUS.ne(FAILED))
                .orderBy(PAYOUT_BATCHES.CREATED_AT.desc())
                .limit(1)
                .forEach(row -> findings.add(
                        Place.FILE,
                        ProblemCode.DUPLICATE_FILE,
                        row.value1().toString(),
                        row.value2().toLocalDate()));
    }

    /** People who stand in another batch of the same period. */
    public void samePeriod(String period, List<PayrollRow> rows, Findings findings) {
        var known = rows.stream()
                .flatMap(row -> row.person().known().stream())
                .distinct()
                .toArray(UUID[]::new);
        if (known.length == 0) {
            return;
        }
        Map<UUID, UUID> paid = dsl
                .selectDistinct(PAYOUT_ITEMS.EMPLOYEE_ID, PAYOUT_ITEMS.BATCH_ID)
                .from(PAYOUT_ITEMS)
                .join(PAYOUT_BATCHES)
                .on(PAYOUT_BATCHES.ID.eq(PAYOUT_ITEMS.BATCH_ID))
                .where(
                        PAYOUT_BATCHES.ORG_ID.eq(orgId),
                        other,
                        PAYOUT_BATCHES.PAY_PERIOD.eq(period),
                        PAYOUT_BATCHES.STATUS.ne(FAILED),
                        PAYOUT_ITEMS.EMPLOYEE_ID.eq(DSL.any(known)))
                .fetchGroups(PAYOUT_ITEMS.EMPLOYEE_ID, PAYOUT_ITEMS.BATCH_ID)
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().getFirst()));
        for (var row : rows) {
            row.person()
                    .known()
                    .map(paid::get)
                    .ifPresent(batch -> findings.add(
                            new Place("", row.row(), ""),
                            ProblemCode.DUPLICATE_PERIOD,
                            row.person().name(),
                            period,
                            batch));
        }
    }
}
