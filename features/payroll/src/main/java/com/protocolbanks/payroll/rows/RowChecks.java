package com.protocolbanks.payroll.rows;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.cells.CellKind;
import com.protocolbanks.payroll.cells.TextCheck;
import com.protocolbanks.payroll.cells.WalletText;
import com.protocolbanks.payroll.payees.KnownPayee;
import com.protocolbanks.payroll.payees.PayeeMatch;
import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** Checks a payroll's rows one after the other; the same rules for a spreadsheet and for JSON. */
public final class RowChecks {
    /** The total of a batch stays under this, as its column in the database demands. */
    public static final BigDecimal TOTAL_LIMIT = BigDecimal.TEN.pow(12);

    /** One more than the units of a token that an approval can be about (uint96). */
    private static final BigInteger UNITS = BigInteger.TWO.pow(96);

    /** Where a formula's stored result may differ from what the sheet showed, and would send money elsewhere. */
    private static final Set<Column> STEERING =
            EnumSet.of(Column.WALLET, Column.TOKEN, Column.SPLIT, Column.ACCOUNT, Column.BANK_CODE);

    /** A bank's name field (ISO 20022 Max140Text). */
    static final int HOLDER = 140;

    private static final Map<Column, Integer> LONGEST = Map.of(
            Column.NAME,
            200,
            Column.EMPLOYEE_NUMBER,
            200,
            Column.ACCOUNT_NAME,
            HOLDER,
            Column.EMAIL,
            254,
            Column.NOTE,
            1_000);
    private static final List<Column> COLUMNS = List.of(Column.values());
    private static final Pattern EMAIL = Pattern.compile("[^@\\s]{1,64}@[^@\\s]+\\.[^@\\s.]{2,}");
    private static final Set<String> TOTALS =
            Set.of("total", "sum", "grand total", "subtotal", "totals", "合计", "总计", "小计", "总额", "共计", "合計", "總計");

    private final ReadingContext context;
    private final Findings findings;
    private final String sheet;
    private final AmountCheck amounts;
    private final DeliveryCheck deliveries;
    private final PayeeMatch payees;
    private final Duplicates duplicates;
    private final List<PayrollRow> rows = new ArrayList<>();
    private final Set<String> assets = new HashSet<>();
    private BigDecimal total = BigDecimal.ZERO;
    private Place addresses = Place.FILE;
    private Optional<String> note = Optional.empty();

    /** @param sheet named in every problem; empty for CSV and JSON */
    public RowChecks(ReadingContext context, Findings findings, String sheet) {
        this.context = context;
        this.findings = findings;
        this.sheet = sheet;
        this.amounts = new AmountCheck(findings, context.problemLimit());
        this.deliveries = new DeliveryCheck(context.tokens(), findings);
        this.payees = new PayeeMatch(context.payees(), findings);
        this.duplicates = new Duplicates(findings);
    }

    /** How many rows passed so far. */
    public int count() {
        return rows.size();
    }

    /** Checks one row; what is wrong goes to the findings. */
    public void check(RowView row) {
        Place place = new Place(sheet, row.number(), "");
        if (totalLine(row)) {
            findings.add(place.at(row.label(Column.NAME)), ProblemCode.TOTAL_ROW, row.text(Column.NAME));
            return;
        }
        if (row.hidden()) {
            findings.add(place, ProblemCode.HIDDEN_ROW, row.text(Column.NAME));
        }
        boolean readable = texts(row, place);
        Optional<BigDecimal> amount = amounts.read(row, place);
        Optional<Address> address = wallet(row, place);
        Optional<String> number = optional(row, Column.EMPLOYEE_NUMBER);
        Optional<String> email = email(row, place);
        String name = row.text(Column.NAME);
        Place walletPlace = place.at(row.label(Column.WALLET));
        Optional<KnownPayee> known = address.isPresent() && readable
                ? payees.match(new PayeeMatch.Claim(number, name, address.get()), walletPlace)
                : Optional.empty();
        Optional<PayrollRow.Delivery> delivery = deliveries.read(row, place, amount, known);
        if (address.isEmpty() || !readable) {
            return;
        }
        Person person = new Person(number, name, address.get(), email, known.map(KnownPayee::id));
        duplicates.see(person, row.number());
        addresses = walletPlace;
        if (amount.isPresent() && delivery.isPresent()) {
            total = total.add(amount.get());
            assets.addAll(delivery.get().effective().percents().keySet());
            rows.add(new PayrollRow(row.number(), person, amount.get(), delivery.get(), note(row)));
        }
    }

    /** The end of the payroll: what only the whole can tell. */
    public RowsResult finish() {
        amounts.finish();
        duplicates.finish(addresses);
        if (total.compareTo(TOTAL_LIMIT) >= 0) {
            findings.add(Place.FILE, ProblemCode.TOTAL_TOO_LARGE, total.toPlainString(), TOTAL_LIMIT.toPlainString());
        }
        payable();
        var problems = findings.problems();
        return problems.isEmpty()
                ? new RowsResult.Rows(List.copyOf(rows), total, findings.warnings())
                : new RowsResult.Problems(problems);
    }

    /** The contract counts what a batch pays of a token in 96 bits: with 18 decimals less than 80 thousand millions. */
    private void payable() {
        assets.stream()
                .flatMap(key ->
                        Optional.ofNullable(context.tokens().bySymbol().get(key.toUpperCase(Locale.ROOT))).stream())
                .map(token -> new BigDecimal(UNITS, token.decimals()))
                .filter(limit -> limit.compareTo(TOTAL_LIMIT) < 0 && total.compareTo(limit) >= 0)
                .findFirst()
                .ifPresent(limit -> findings.add(
                        Place.FILE, ProblemCode.TOTAL_TOO_LARGE, total.toPlainString(), limit.toPlainString()));
    }

    private static boolean totalLine(RowView row) {
        return row.text(Column.WALLET).isEmpty()
                && TOTALS.contains(
                        row.text(Column.NAME).toLowerCase(Locale.ROOT).replaceAll("[:：\\s]+$", ""));
    }

    /** Whether every cell can be trusted to be the text it shows. */
    private boolean texts(RowView row, Place place) {
        boolean readable = true;
        for (Column column : COLUMNS) {
            Optional<ProblemCode> refusal = cellProblem(row.kind(column), column, row.text(column));
            if (refusal.isPresent()) {
                findings.add(place.at(row.label(column)), refusal.get(), visible(row.text(column)));
                readable = false;
            }
            int longest = LONGEST.getOrDefault(column, Integer.MAX_VALUE);
            if (row.text(column).length() > longest) {
                findings.add(
                        place.at(row.label(column)), ProblemCode.CELL_TOO_LONG, visible(row.text(column)), longest);
                readable = false;
            }
        }
        if (row.text(Column.NAME).isEmpty()) {
            findings.add(place.at(row.label(Column.NAME)), ProblemCode.NAME_MISSING, "");
            return false;
        }
        return readable;
    }

    private static Optional<ProblemCode> cellProblem(CellKind kind, Column column, String text) {
        return switch (kind) {
            case EMPTY -> Optional.empty();
            case ERROR -> Optional.of(ProblemCode.ERROR_CELL);
            case DATE -> Optional.of(ProblemCode.DATE_CELL);
            case PERCENT -> Optional.of(ProblemCode.PERCENT_CELL);
            case FORMULA -> STEERING.contains(column) ? Optional.of(ProblemCode.FORMULA_CELL) : unseen(text);
            case TEXT, NUMBER -> unseen(text);
        };
    }

    private static Optional<ProblemCode> unseen(String text) {
        return TextCheck.unseen(text) ? Optional.of(ProblemCode.CONTROL_CHARACTER) : Optional.empty();
    }

    private Optional<Address> wallet(RowView row, Place place) {
        Place at = place.at(row.label(Column.WALLET));
        String text = row.text(Column.WALLET);
        if (text.isEmpty()) {
            findings.add(at, ProblemCode.ADDRESS_MISSING, "");
            return Optional.empty();
        }
        return switch (WalletText.read(text)) {
            case WalletText.Refused(var code) -> {
                findings.add(at, code, visible(text));
                yield Optional.empty();
            }
            case WalletText.Read(var address, var checked) -> {
                Optional<ProblemCode> forbidden = forbidden(address);
                if (forbidden.isPresent()) {
                    findings.add(at, forbidden.get(), text);
                    yield Optional.empty();
                }
                if (!checked) {
                    findings.add(at, ProblemCode.ADDRESS_WITHOUT_CHECKSUM, text);
                }
                yield Optional.of(address);
            }
        };
    }

    private Optional<ProblemCode> forbidden(Address address) {
        ReadingContext.Parties parties = context.parties();
        if (address.equals(parties.wallet())) {
            return Optional.of(ProblemCode.ADDRESS_IS_OWN_WALLET);
        }
        if (parties.tokens().contains(address)) {
            return Optional.of(ProblemCode.ADDRESS_IS_TOKEN);
        }
        return parties.payingContracts().contains(address)
                ? Optional.of(ProblemCode.ADDRESS_IS_PAYING_CONTRACT)
                : Optional.empty();
    }

    private Optional<String> email(RowView row, Place place) {
        Optional<String> email = optional(row, Column.EMAIL);
        if (email.isPresent() && !EMAIL.matcher(email.get()).matches()) {
            findings.add(place.at(row.label(Column.EMAIL)), ProblemCode.EMAIL_FORMAT, visible(email.get()));
        }
        return email;
    }

    /** Most rows of a payroll carry the same note, so it is kept once. */
    private Optional<String> note(RowView row) {
        Optional<String> next = optional(row, Column.NOTE);
        note = next.equals(note) ? note : next;
        return note;
    }

    static Optional<String> optional(RowView row, Column column) {
        String text = row.text(column);
        return text.isEmpty() ? Optional.empty() : Optional.of(text);
    }

    /** Text fit to be shown back: what cannot be seen is replaced. */
    static String visible(String text) {
        return TextCheck.unseen(text) ? text.replaceAll("[\\p{C}\ufffd]", "□") : text;
    }
}
