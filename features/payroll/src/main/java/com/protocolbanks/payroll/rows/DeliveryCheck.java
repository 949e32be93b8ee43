package com.protocolbanks.payroll.rows;

import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.cells.BankText;
import com.protocolbanks.payroll.cells.CellKind;
import com.protocolbanks.payroll.payees.KnownPayee;
import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.splits.PaymentConfig;
import com.protocolbanks.payroll.splits.PaymentConfigText;
import com.protocolbanks.payroll.splits.SplitResult;
import com.protocolbanks.payroll.splits.Splits;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Says by which token, split and bank account a row's amount travels, and whether it can be divided so. */
final class DeliveryCheck {
    /** Different splits remembered. */
    private static final int KEPT = 1_000;

    private final Asset batch;
    private final Map<String, Asset> tokens;
    private final PaymentConfig whole;
    private final Findings findings;
    private final Map<String, PaymentConfigText.Reading> readings = new HashMap<>();
    private final Map<PayrollRow.Delivery, PayrollRow.Delivery> deliveries = new HashMap<>();

    DeliveryCheck(ReadingContext.Tokens tokens, Findings findings) {
        this.batch = tokens.batch();
        this.tokens = tokens.bySymbol();
        this.whole = PaymentConfig.whole(batch.symbol());
        this.findings = findings;
    }

    Optional<PayrollRow.Delivery> read(
            RowView row, Place place, Optional<BigDecimal> amount, Optional<KnownPayee> known) {
        Cells cells = new Cells(row, place);
        Optional<Optional<PaymentConfig>> own = ownSplit(cells, known);
        Optional<Optional<BankDetails>> bank = bank(cells);
        if (own.isEmpty() || bank.isEmpty()) {
            return Optional.empty();
        }
        PaymentConfig effective = own.get()
                .or(() -> known.flatMap(payee -> payee.terms().split()))
                .orElse(whole);
        boolean dividable = amount.isEmpty() || dividable(cells, amount.get(), effective);
        boolean banked = !effective.needsBank()
                || bank.get().isPresent()
                || known.map(payee -> payee.terms().hasBank()).orElse(false);
        if (!banked) {
            cells.refuse(Column.ACCOUNT, ProblemCode.BANK_MISSING, row.text(Column.NAME));
        }
        return dividable && banked
                ? Optional.of(kept(new PayrollRow.Delivery(own.get(), effective, bank.get())))
                : Optional.empty();
    }

    /** A row, and where to say what is wrong in it. */
    private final class Cells {
        private final RowView row;
        private final Place place;

        Cells(RowView row, Place place) {
            this.row = row;
            this.place = place;
        }

        String text(Column column) {
            return row.text(column);
        }

        void refuse(Column column, ProblemCode code, String found, Object... params) {
            findings.add(place.at(row.label(column)), code, RowChecks.visible(found), params);
        }
    }

    /** The row's own word; outer empty when it was refused, inner empty when it has none. */
    private Optional<Optional<PaymentConfig>> ownSplit(Cells cells, Optional<KnownPayee> known) {
        String token = cells.text(Column.TOKEN).toUpperCase(Locale.ROOT);
        String split = cells.text(Column.SPLIT);
        if (!token.isEmpty() && !tokens.containsKey(token)) {
            cells.refuse(
                    Column.TOKEN,
                    ProblemCode.TOKEN_UNKNOWN,
                    cells.text(Column.TOKEN),
                    String.join(", ", tokens.keySet().stream().sorted().toList()));
            return Optional.empty();
        }
        boolean other = !token.isEmpty() && !token.equals(batch.symbol());
        if (split.isEmpty()) {
            if (other && known.flatMap(payee -> payee.terms().split()).isPresent()) {
                cells.refuse(Column.TOKEN, ProblemCode.TOKEN_BEATS_SPLIT, token);
            }
            return Optional.of(other ? Optional.of(PaymentConfig.whole(token)) : Optional.empty());
        }
        if (other) {
            cells.refuse(Column.TOKEN, ProblemCode.TOKEN_AND_SPLIT, token, split);
            return Optional.empty();
        }
        return switch (reading(split)) {
            case PaymentConfigText.Understood(var config) -> Optional.of(Optional.of(config));
            case PaymentConfigText.NotUnderstood(var code, var found) -> {
                cells.refuse(Column.SPLIT, code, found);
                yield Optional.empty();
            }
        };
    }

    private PaymentConfigText.Reading reading(String split) {
        PaymentConfigText.Reading known = readings.get(split);
        if (known != null) {
            return known;
        }
        PaymentConfigText.Reading read = PaymentConfigText.read(split);
        if (readings.size() < KEPT) {
            readings.put(split, read);
        }
        return read;
    }

    /** The same object for the same delivery: a payroll has many rows and few ways to pay them. */
    private PayrollRow.Delivery kept(PayrollRow.Delivery delivery) {
        PayrollRow.Delivery known = deliveries.get(delivery);
        if (known == null && deliveries.size() < KEPT && delivery.bank().isEmpty()) {
            deliveries.put(delivery, delivery);
        }
        return known == null ? delivery : known;
    }

    private boolean dividable(Cells cells, BigDecimal amount, PaymentConfig config) {
        if (config.equals(whole)) {
            boolean fits = amount.stripTrailingZeros().scale() <= batch.decimals();
            if (!fits) {
                cells.refuse(Column.AMOUNT, ProblemCode.AMOUNT_TOO_FINE, amount.toPlainString(), batch.decimals());
            }
            return fits;
        }
        return switch (Splits.legs(amount, config, batch, tokens)) {
            case SplitResult.Legs legs -> true;
            case SplitResult.Refused(var code, var found, var params) -> {
                Column column = code == ProblemCode.AMOUNT_TOO_FINE ? Column.AMOUNT : Column.SPLIT;
                cells.refuse(column, code, found, params.toArray());
                yield false;
            }
        };
    }

    /** Outer empty when the details were refused, inner empty when there are none. */
    private Optional<Optional<BankDetails>> bank(Cells cells) {
        String account = BankText.account(cells.text(Column.ACCOUNT));
        String code = BankText.bankCode(cells.text(Column.BANK_CODE));
        if (account.isEmpty() && code.isEmpty()) {
            return Optional.of(Optional.empty());
        }
        if (cells.row.kind(Column.ACCOUNT) == CellKind.NUMBER && !wholeNumber(cells.text(Column.ACCOUNT))) {
            cells.refuse(Column.ACCOUNT, ProblemCode.ACCOUNT_NOT_TEXT, cells.text(Column.ACCOUNT));
            return Optional.empty();
        }
        Optional<ProblemCode> problem = BankText.accountProblem(account);
        if (problem.isPresent()) {
            cells.refuse(Column.ACCOUNT, problem.get(), cells.text(Column.ACCOUNT));
            return Optional.empty();
        }
        if (!BankText.bankCodeFits(code, account)) {
            cells.refuse(Column.BANK_CODE, ProblemCode.BANK_CODE_FORMAT, cells.text(Column.BANK_CODE));
            return Optional.empty();
        }
        Column named = cells.text(Column.ACCOUNT_NAME).isEmpty() ? Column.NAME : Column.ACCOUNT_NAME;
        String holder = BankText.holder(cells.text(named));
        if (holder.length() > RowChecks.HOLDER) {
            cells.refuse(named, ProblemCode.CELL_TOO_LONG, holder, RowChecks.HOLDER);
            return Optional.empty();
        }
        return Optional.of(Optional.of(new BankDetails(holder, account, code)));
    }

    /** Up to 15 digits survive in a number cell; a longer account has lost its end. */
    private static boolean wholeNumber(String raw) {
        return raw.matches("[0-9]{4,15}");
    }
}
