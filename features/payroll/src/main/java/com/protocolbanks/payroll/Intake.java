package com.protocolbanks.payroll;

import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;

import com.protocolbanks.identity.Caller;
import com.protocolbanks.payroll.bank.BankDigest;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.idempotency.Idempotency;
import com.protocolbanks.payroll.intake.BatchRows;
import com.protocolbanks.payroll.intake.EarlierBatches;
import com.protocolbanks.payroll.intake.EarlierVersion;
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
import java.util.HashMap;
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

    /**
     * Who submits what.
     *
     * @param replaces the batch that is to hold these rows instead of its own; empty for a new batch
     */
    record Order(Caller caller, Submission submission, Fingerprint fingerprint, Optional<UUID> replaces) {
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
            case Idempotency.Done(var status, var batch, var answer) ->
                batch.map(id -> new SubmitResult.Accepted(stored(dsl, id)));
        });
    }

    /** Compares with what is stored already and stores the rest, all in the transaction of {@code dsl}. */
    SubmitResult store(DSLContext dsl, ReadingContext context, RowsResult.Rows read) {
        var earlier = earlierAnswer(dsl);
        if (earlier.isPresent()) {
            return earlier.get();
        }
        waitForOthers(dsl);
        var hindrance = order.replaces.flatMap(batch -> hindrance(dsl, batch));
        if (hindrance.isPresent()) {
            return hindrance.get();
        }
        var findings = new Findings(context.confirmed(), context.problemLimit());
        var batches = new EarlierBatches(dsl, order.orgId(), order.replaces);
        batches.sameFile(order.fingerprint.content(), findings);
        order.submission.payPeriod().ifPresent(period -> batches.samePeriod(period, read.rows(), findings));
        if (!findings.problems().isEmpty()) {
            return new SubmitResult.Refused(findings.problems());
        }
        List<Problem> warnings = new ArrayList<>(read.warnings());
        warnings.addAll(findings.warnings());
        var batchId = order.replaces.orElseGet(issuer.ids());
        var batch = new Version(batchId, context.tokens().batch().symbol(), read, warnings);
        Map<UUID, byte[]> accounts = order.replaces.isPresent() ? replace(dsl, batch) : insert(dsl, batch);
        new BatchRows(dsl, order.orgId(), batchId, issuer.ids()).write(lines(dsl, context, read.rows(), accounts));
        order.scope()
                .ifPresent(scope -> idempotency.finish(dsl, scope, order.fingerprint.request(), ACCEPTED, batchId));
        return new SubmitResult.Accepted(new SubmitResult.BatchSummary(
                batchId,
                BatchStatus.PENDING,
                read.total(),
                batch.symbol,
                read.rows().size(),
                warnings));
    }

    /** What a batch is to hold. */
    private record Version(UUID batchId, String symbol, RowsResult.Rows read, List<Problem> warnings) {
        String[] decided() {
            return warnings.stream()
                    .map(Problem::code)
                    .filter(code -> code.weight() == ProblemCode.Weight.DECISION)
                    .map(Enum::name)
                    .distinct()
                    .sorted()
                    .toArray(String[]::new);
        }
    }

    /** Why the batch keeps its rows; empty when they may be replaced, and then the batch is locked. */
    private Optional<SubmitResult> hindrance(DSLContext dsl, UUID batchId) {
        return dsl.select(PAYOUT_BATCHES.STAGE, PAYOUT_BATCHES.RUN)
                .from(PAYOUT_BATCHES)
                .where(PAYOUT_BATCHES.ORG_ID.eq(order.orgId()), PAYOUT_BATCHES.ID.eq(batchId))
                .forUpdate()
                .fetchOptional()
                .map(row -> Stage.valueOf(row.value1()) == Stage.AWAITING_APPROVAL && row.value2() == 1
                        ? Optional.<SubmitResult>empty()
                        : Optional.<SubmitResult>of(new SubmitResult.NotEditable(Stage.valueOf(row.value1()))))
                .orElseGet(() -> Optional.of(new SubmitResult.NoSuchBatch()));
    }

    /** One submission of an organization at a time, so that each sees the one before. */
    private void waitForOthers(DSLContext dsl) {
        long number = order.orgId().getMostSignificantBits() ^ order.orgId().getLeastSignificantBits();
        dsl.fetch("select pg_advisory_xact_lock(?)", number);
    }

    private Map<UUID, byte[]> insert(DSLContext dsl, Version batch) {
        dsl.insertInto(PAYOUT_BATCHES)
                .set(PAYOUT_BATCHES.ID, batch.batchId)
                .set(PAYOUT_BATCHES.ORG_ID, order.orgId())
                .set(PAYOUT_BATCHES.TOTAL_AMOUNT, batch.read.total())
                .set(PAYOUT_BATCHES.TOKEN_SYMBOL, batch.symbol)
                .set(PAYOUT_BATCHES.PAY_PERIOD, order.submission.payPeriod().orElse(null))
                .set(PAYOUT_BATCHES.ITEM_COUNT, batch.read.rows().size())
                .set(PAYOUT_BATCHES.CREATED_BY, order.caller.memberId())
                .set(PAYOUT_BATCHES.FILE_NAME, fileName())
                .set(PAYOUT_BATCHES.FILE_SHA256, order.fingerprint.content())
                .set(PAYOUT_BATCHES.CONFIRMED_CODES, batch.decided())
                .set(PAYOUT_BATCHES.CREATED_AT, issuer.now())
                .set(PAYOUT_BATCHES.UPDATED_AT, issuer.now())
                .execute();
        append(dsl, batch, "batch.created");
        return Map.of();
    }

    /** Takes the old rows away; what comes back are the sealed bank details they held, by employee. */
    private Map<UUID, byte[]> replace(DSLContext dsl, Version batch) {
        var accounts =
                new EarlierVersion(dsl, order.orgId(), batch.batchId).remove(order.caller.memberId(), issuer.now());
        dsl.update(PAYOUT_BATCHES)
                .set(PAYOUT_BATCHES.TOTAL_AMOUNT, batch.read.total())
                .set(PAYOUT_BATCHES.ITEM_COUNT, batch.read.rows().size())
                .set(PAYOUT_BATCHES.FILE_SHA256, order.fingerprint.content())
                .set(PAYOUT_BATCHES.CONFIRMED_CODES, batch.decided())
                .where(PAYOUT_BATCHES.ORG_ID.eq(order.orgId()), PAYOUT_BATCHES.ID.eq(batch.batchId))
                .execute();
        append(dsl, batch, "batch.edited");
        return accounts;
    }

    private void append(DSLContext dsl, Version batch, String event) {
        new BatchEvents(issuer.clock())
                .append(
                        dsl,
                        order.orgId(),
                        batch.batchId,
                        event,
                        Map.of("items", batch.read.rows().size()));
    }

    private @Nullable String fileName() {
        return order.submission.source() instanceof Submission.Upload(var file, var name) ? name : null;
    }

    /** @param accounts what an earlier version of this batch held; a row without bank details of its own keeps them */
    private List<BatchRows.Line> lines(
            DSLContext dsl, ReadingContext context, List<PayrollRow> rows, Map<UUID, byte[]> accounts) {
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
        Map<UUID, BankDetails> stored = toBank.isEmpty() ? new HashMap<>() : new HashMap<>(book.bank(toBank));
        toBank.stream()
                .filter(accounts::containsKey)
                .forEach(employee -> stored.put(employee, book.open(accounts.getOrDefault(employee, new byte[0]))));
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
