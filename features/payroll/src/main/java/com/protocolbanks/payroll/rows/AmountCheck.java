package com.protocolbanks.payroll.rows;

import com.protocolbanks.payroll.cells.AmountText;
import com.protocolbanks.payroll.problems.Findings;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Reads the amounts of one payroll; remembers how they are written, since one decimal comma makes 1.234 doubtful. */
final class AmountCheck {
    /** The database keeps numeric(20,8). */
    private static final int DECIMALS = 8;

    private final Findings findings;
    private final int limit;
    private final List<Problem> pointAndThree = new ArrayList<>();
    private boolean decimalComma;

    AmountCheck(Findings findings, int limit) {
        this.findings = findings;
        this.limit = limit;
    }

    Optional<BigDecimal> read(RowView row, Place rowPlace) {
        Place place = rowPlace.at(row.label(Column.AMOUNT));
        String text = row.text(Column.AMOUNT);
        return switch (row.kind(Column.AMOUNT)) {
            case EMPTY -> {
                findings.add(place, ProblemCode.AMOUNT_MISSING, "");
                yield Optional.empty();
            }
            case TEXT -> taken(AmountText.text(text), text, place);
            case NUMBER -> taken(AmountText.number(text), text, place);
            case FORMULA -> {
                findings.add(place, ProblemCode.FORMULA_AMOUNT, text);
                AmountText.Reading number = AmountText.number(text);
                yield taken(number instanceof AmountText.Read ? number : AmountText.text(text), text, place);
            }
            // The row's own check has named these already.
            case DATE, PERCENT, ERROR -> Optional.empty();
        };
    }

    /** After the last row. */
    void finish() {
        if (decimalComma) {
            pointAndThree.forEach(findings::add);
        }
    }

    private Optional<BigDecimal> taken(AmountText.Reading reading, String text, Place place) {
        return switch (reading) {
            case AmountText.Refused(var code) -> {
                findings.add(place, code, RowChecks.visible(text));
                yield Optional.empty();
            }
            case AmountText.Read(var amount, var style) -> {
                if (amount.stripTrailingZeros().scale() > DECIMALS) {
                    findings.add(place, ProblemCode.AMOUNT_TOO_FINE, text, DECIMALS);
                    yield Optional.empty();
                }
                remember(style, text, place, amount);
                yield Optional.of(amount);
            }
        };
    }

    private void remember(AmountText.Style style, String text, Place place, BigDecimal amount) {
        switch (style) {
            case PLAIN -> {}
            case DECIMAL_COMMA -> decimalComma = true;
            case POINT_AND_THREE -> {
                if (pointAndThree.size() <= limit) {
                    pointAndThree.add(Problem.of(place, ProblemCode.AMOUNT_AMBIGUOUS, text));
                }
            }
            case FULL_WIDTH -> findings.add(place, ProblemCode.FULL_WIDTH_DIGITS, text, amount.toPlainString());
            case ROUNDED -> findings.add(place, ProblemCode.AMOUNT_ROUNDED, text, amount.toPlainString());
        }
    }
}
