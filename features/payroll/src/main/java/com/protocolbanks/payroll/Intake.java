package com.protocolbanks.payroll;

import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.payroll.bank.BankDigest;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.idempotency.Idempotency;
import com.protocolbanks.payroll.intake.BatchRows;
import com.protocolbanks.payroll.intake.EarlierBatches;
import com.protocolbanks.payroll.people.EntryTerms;
import com.protocolbanks.payroll.people.PayeeBook;
import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.BankDetails;
import com.protocolbanks.payroll.rows.PayrollRow;
import com.protocolbanks.payroll.rows.ReadingContext;
import com.protocolbanks.payroll.rows.RowsResult;
import com.protocolbanks.payroll.splits.Rail;
import com.protocolbanks.payroll.splits.SplitResult;
import com.protocolbanks.payroll.splits.Splits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** One submission on its way into the database. */
final class Intake {
    private static final int ACCEPTED = 202;

    private final BankVault vault;
    private final Issuer issuer;
    private final Order order;
    private final Idempotency idempotency;

    Intake(BankVault vault, Issuer issuer, Order order) {
        this.vault = vault;
        this.issuer = issuer;
        this.order = order;
        this.idempotency = new Idempotency(issuer.clock());
    }

    /** Who submits what. */
    record Order(Caller caller, Submission submission, Fingerprint fingerprint) {
        UUID orgId() {
            return caller.orgId();
        }

        Optional<Idempotency.Scope> scope() {
            return submission.key().map(key -> new Idempotency.Scope(orgId(), caller.words(), key.route(), key.key()));
        }
    }

    /** What was answered to this request before; empty when it is new. */
    Optional<SubmitResult> earlierAnswer(DSLContext dsl) {
        return order.scope().flatMap(scope -> switch (idempotency.begin(dsl, scope, order.fingerprint.request())) {
            case Idempotency.Fresh _ -> Optional.empty();
            case Idempotency.InProgress _ -> Optional.of(new SubmitResult.InProgress());
            case Idempotency.KeyReused _ -> Optional.of(new SubmitResult.KeyReused());
            case Idempotency.Done(var status, var batch) -> batch.map(id -> new SubmitResult.Accepted(stored(dsl, id)));
        });
    }

    /** Compares with what is stored already and stores the rest, all in the transaction of {@code dsl}. */
    SubmitResult store(DSLContext dsl, ReadingContext context, RowsResult.Rows read) {
        var earlier = earlierAnswer(dsl);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        waitForOthers(dsl);
        var findings = new Findings(context.confirmed(), context.problemLimit());
        var batches = new EarlierBatches(dsl, order.orgId());
        batches.sameFile(order.fingerprint.content(), findings);
        order.submission.payPeriod().ifPresent(period -> batches.samePeriod(period, read.rows(), findings));
        if (!findings.problems().isEmpty()) {
            return new SubmitResult.Refused(findings.problems());
        }
        List<Problem> warnings = new ArrayList<>(read.warnings());
        warnings.addAll(findings.warnings());
        var batchId = issuer.ids().get();
        insertBatch(dsl, batchId, context, read, warnings);
        new BatchRows(dsl, order.orgId(), batchId, issuer.ids()).write(lines(dsl, context, read.rows()));
        new BatchEvents(issuer.clock())
                .append(
                        dsl,
                        order.orgId(),
                        batchId,
                        "batch.created",
                        Map.of("items", read.rows().size()));
        order.scope()
                .ifPresent(scope -> idempotency.finish(dsl, scope, order.fingerprint.request(), ACCEPTED, batchId));
        return new SubmitResult.Accepted(new SubmitResult.BatchSummary(
                batchId,
                BatchStatus.PENDING,
                read.total(),
                context.tokens().batch().symbol(),
                read.rows().size(),
                warnings));
    }

    /** One submission of an organization at a time, so that each sees the one before. */
    private void waitForOthers(DSLContext dsl) {
        long number = order.orgId().getMostSignificantBits() ^ order.orgId().getLeastSignificantBits();
        dsl.fetch("select pg_advisory_xact_lock(?)", number);
    }

    private void insertBatch(
            DSLContext dsl, UUID batchId, ReadingContext context, RowsResult.Rows read, List<Problem> warnings) {
        var decided = warnings.stream()
                .map(Problem::code)
                .filter(code -> code.weight() == ProblemCode.Weight.DECISION)
                .map(Enum::name)
                .distinct()
                .sorted()
                .toArray(String[]::new);
        dsl.insertInto(PAYOUT_BATCHES)
                .set(PAYOUT_BATCHES.ID, batchId)
                .set(PAYOUT_BATCHES.ORG_ID, order.orgId())
                .set(PAYOUT_BATCHES.TOTAL_AMOUNT, read.total())
                .set(PAYOUT_BATCHES.TOKEN_SYMBOL, context.tokens().batch().symbol())
                .set(PAYOUT_BATCHES.PAY_PERIOD, order.submission.payPeriod().orElse(null))
                .set(PAYOUT_BATCHES.ITEM_COUNT, read.rows().size())
                .set(PAYOUT_BATCHES.CREATED_BY, order.caller.memberId())
                .set(PAYOUT_BATCHES.FILE_NAME, fileName())
                .set(PAYOUT_BATCHES.FILE_SHA256, order.fingerprint.content())
                .set(PAYOUT_BATCHES.CONFIRMED_CODES, decided)
                .set(PAYOUT_BATCHES.CREATED_AT, issuer.now())
                .set(PAYOUT_BATCHES.UPDATED_AT, issuer.now())
                .execute();
    }

    private @Nullable String fileName() {
        return order.submission.source() instanceof Submission.Upload(var file, var name) ? name : null;
    }

    private List<BatchRows.Line> lines(DSLContext dsl, ReadingContext context, List<PayrollRow> rows) {
        var book = new PayeeBook(dsl, order.orgId(), vault);
        var employees = book.enter(
                rows, new EntryTerms(order.caller.memberId(), issuer.clock().instant(), issuer.ids()));
        Set<UUID> toBank = new HashSet<>();
        for (int i = 0; i < employees.length; i++) {
            var delivery = rows.get(i).delivery();
            if (delivery.effective().needsBank() && delivery.bank().isEmpty()) {
                toBank.add(employees[i]);
            }
        }
        Map<UUID, BankDetails> stored = toBank.isEmpty() ? Map.of() : book.bank(toBank);
        List<BatchRows.Line> lines = new ArrayList<>(employees.length);
        for (int i = 0; i < employees.length; i++) {
            var row = rows.get(i);
            var bank = row.delivery().bank().orElse(stored.get(employees[i]));
            lines.add(new BatchRows.Line(row, employees[i], legs(context, row, book, bank)));
        }
        return lines;
    }

    private static List<BatchRows.LegLine> legs(
            ReadingContext context, PayrollRow row, PayeeBook book, @Nullable BankDetails bank) {
        var split = Splits.legs(
                row.amount(),
                row.delivery().effective(),
                context.tokens().batch(),
                context.tokens().bySymbol());
        return switch (split) {
            case SplitResult.Refused refused ->
                throw new IllegalStateException("row " + row.row() + " was checked, yet " + refused);
            case SplitResult.Legs(var legs) ->
                legs.stream()
                        .map(leg -> leg.rail() == Rail.CHAIN || bank == null
                                ? new BatchRows.LegLine(leg, null, null)
                                : new BatchRows.LegLine(
                                        leg,
                                        book.seal(bank),
                                        BankDigest.of(bank).bytes()))
                        .toList();
        };
    }

    private SubmitResult.BatchSummary stored(DSLContext dsl, UUID batchId) {
        var row = dsl.fetchSingle(PAYOUT_BATCHES, PAYOUT_BATCHES.ID.eq(batchId));
        return new SubmitResult.BatchSummary(
                batchId,
                Stage.valueOf(row.getStage()).status(),
                row.getTotalAmount(),
                row.getTokenSymbol(),
                row.getItemCount(),
                List.of());
    }
}
