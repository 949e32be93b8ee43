package com.protocolbanks.payroll;

import com.protocolbanks.database.Database;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payroll.bank.BankVault;
import com.protocolbanks.payroll.people.PayeeBook;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.JsonRows;
import com.protocolbanks.payroll.rows.ReadingContext;
import com.protocolbanks.payroll.rows.RowsResult;
import com.protocolbanks.payroll.spreadsheet.PayrollReader;
import com.protocolbanks.payroll.spreadsheet.ReadResult;
import com.protocolbanks.payroll.tokens.Token;
import com.protocolbanks.payroll.tokens.Tokens;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jooq.DSLContext;
import org.jooq.exception.IntegrityConstraintViolationException;

/**
 * Takes payrolls in: all of one is stored in one transaction, or nothing of it.
 *
 * <p>Who may submit is asked before: {@link com.protocolbanks.identity.Permission#PAYOUTS_WRITE}.
 */
public final class Payroll {
    /** Two submissions may meet in the same new person; the later one then reads again, knowing that person. */
    private static final int TRIES = 3;

    private final Database database;
    private final Organizations organizations;
    private final BankVault vault;
    private final PayrollTerms terms;
    private final Issuer issuer;

    public Payroll(Database database, Organizations organizations, BankVault vault, PayrollTerms terms, Issuer issuer) {
        this.database = database;
        this.organizations = organizations;
        this.vault = vault;
        this.terms = terms;
        this.issuer = issuer;
    }

    /**
     * Reads, checks and stores a payroll.
     *
     * @throws IllegalArgumentException when the caller's organization does not exist
     */
    public SubmitResult submit(Caller caller, Submission submission) {
        return trying(new Task(caller, submission, Optional.empty(), Purpose.KEEP));
    }

    /**
     * Puts other rows in the place of those of a batch that still awaits its first approval, checked as a new payroll is.
     * What was signed for the rows before is void, and whoever edits is a maker from now on.
     *
     * @param submission its token and period do not matter: a batch keeps its own; it carries no key
     */
    public SubmitResult edit(Caller caller, UUID batchId, Submission submission) {
        return editing(caller, batchId, submission, Purpose.KEEP);
    }

    /** What {@link #edit} would say now; nothing stays. */
    public SubmitResult rehearseEdit(Caller caller, UUID batchId, Submission submission) {
        return rehearsed(() -> editing(caller, batchId, submission, Purpose.REHEARSE));
    }

    private SubmitResult editing(Caller caller, UUID batchId, Submission submission, Purpose purpose) {
        return new Batches(database)
                .find(caller.orgId(), batchId)
                .map(batch -> new Submission(
                        batch.tokenSymbol(),
                        batch.payPeriod(),
                        submission.source(),
                        submission.confirmed(),
                        Optional.empty()))
                .map(same -> trying(new Task(caller, same, Optional.of(batchId), purpose)))
                .orElseGet(SubmitResult.NoSuchBatch::new);
    }

    /** What {@link #submit} would say now, found by storing everything and taking it back; nothing stays. */
    public SubmitResult rehearse(Caller caller, Submission submission) {
        return rehearsed(() -> trying(new Task(caller, submission.withoutKey(), Optional.empty(), Purpose.REHEARSE)));
    }

    private static SubmitResult rehearsed(Supplier<SubmitResult> submission) {
        try {
            return submission.get();
        } catch (TakenBack rehearsal) {
            return rehearsal.result;
        }
    }

    /** @param replaces the batch whose rows these are to be; empty for a new one */
    private record Task(Caller caller, Submission submission, Optional<UUID> replaces, Purpose purpose) {}

    private enum Purpose {
        KEEP,
        REHEARSE
    }

    /** Ends the transaction of a rehearsal. */
    private static final class TakenBack extends RuntimeException {
        private static final long serialVersionUID = 1L;

        private final transient SubmitResult result;

        private TakenBack(SubmitResult result) {
            super("taken back", null, false, false);
            this.result = result;
        }
    }

    private SubmitResult trying(Task task) {
        var fingerprint = Fingerprint.of(task.submission);
        for (int tries = 1; ; tries++) {
            try {
                return once(task, fingerprint);
            } catch (IntegrityConstraintViolationException raced) {
                if (tries == TRIES) {
                    throw raced;
                }
            }
        }
    }

    private SubmitResult once(Task task, Fingerprint fingerprint) {
        var caller = task.caller;
        var organization = organizations
                .find(caller.orgId())
                .orElseThrow(() -> new IllegalArgumentException("no organization " + caller.orgId()));
        var intake = new Intake(vault, issuer, new Intake.Order(caller, task.submission, fingerprint, task.replaces));
        var before = database.inOrganization(
                caller.orgId(),
                dsl -> intake.earlierAnswer(dsl)
                        .<Before>map(Answered::new)
                        .orElseGet(() -> context(dsl, organization, caller.memberId(), task.submission)));
        return switch (before) {
            case Answered(var answer) -> answer;
            case Ready(var context) ->
                switch (read(task.submission, context)) {
                    case RowsResult.Problems(var problems) -> new SubmitResult.Refused(problems);
                    case RowsResult.Rows rows ->
                        database.inOrganization(caller.orgId(), dsl -> {
                            var stored = intake.store(dsl, context, rows);
                            if (task.purpose == Purpose.REHEARSE) {
                                throw new TakenBack(stored);
                            }
                            return stored;
                        });
                };
        };
    }

    /** What is known before anything is read. */
    private sealed interface Before {}

    private record Answered(SubmitResult answer) implements Before {}

    private record Ready(ReadingContext context) implements Before {}

    private Before context(DSLContext dsl, Organization organization, UUID submitter, Submission submission) {
        var tokens = Tokens.list(dsl, organization.id());
        var symbol = submission.tokenSymbol().strip().toUpperCase(Locale.ROOT);
        Optional<Token> batchToken = tokens.stream()
                .filter(token -> token.asset().symbol().equals(symbol))
                .findFirst();
        if (batchToken.isEmpty()) {
            var names = tokens.stream().map(token -> token.asset().symbol()).collect(Collectors.joining(", "));
            return new Answered(new SubmitResult.Refused(List.of(Problem.of(
                    Place.FILE.at("tokenSymbol"), ProblemCode.TOKEN_UNKNOWN, submission.tokenSymbol(), names))));
        }
        var parties = new ReadingContext.Parties(
                organization.walletAddress(),
                terms.payingContracts(),
                tokens.stream().map(Token::address).collect(Collectors.toSet()));
        return new Ready(new ReadingContext(
                new ReadingContext.Tokens(
                        batchToken.get().counted(),
                        tokens.stream()
                                .collect(Collectors.toMap(token -> token.asset().symbol(), Token::counted))),
                parties,
                new PayeeBook(dsl, organization.id(), vault).known(submitter),
                submission.confirmed(),
                ReadingContext.DEFAULT_PROBLEM_LIMIT));
    }

    private RowsResult read(Submission submission, ReadingContext context) {
        return switch (submission.source()) {
            case Submission.Rows(var items) ->
                miscounted(items.size())
                        .<RowsResult>map(problem -> new RowsResult.Problems(List.of(problem)))
                        .orElseGet(() -> JsonRows.check(items, context));
            case Submission.Upload(var file, var name) ->
                switch (new PayrollReader(terms.limits()).read(file, context)) {
                    case ReadResult.Rows(var facts, var rows, var total, var warnings) ->
                        new RowsResult.Rows(rows, total, warnings);
                    case ReadResult.Problems(var layout, var problems) -> new RowsResult.Problems(problems);
                };
        };
    }

    /** A list of rows is held to the same count as a file. */
    private Optional<Problem> miscounted(int rows) {
        int most = terms.limits().table().rows();
        return rows > 0 && rows <= most
                ? Optional.empty()
                : Optional.of(Problem.of(
                        Place.FILE.at("items"),
                        rows == 0 ? ProblemCode.NO_ROWS : ProblemCode.TOO_MANY_ROWS,
                        String.valueOf(rows),
                        most));
    }
}
