package com.protocolbanks.payroll.cells;

import com.protocolbanks.payroll.problems.ProblemCode;
import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import java.util.regex.Pattern;

/**
 * The one grammar of amounts; refuses whatever two people could read differently.
 *
 * <p>{@code 1234.5}, {@code 1,234.50}, {@code 1.234,50}, {@code 1 234,50}, {@code 1'234.50}, {@code 12,5} and
 * {@code 1,234,567} are read; {@code 1,234} may be a thousand or a fraction and is refused.
 */
public final class AmountText {
    private static final int LENGTH = 40;
    /** A spreadsheet program writes at most 17 significant digits and shows at most 15 of them. */
    private static final int STORED_DIGITS = 17;

    private static final MathContext SEEN = new MathContext(15, RoundingMode.HALF_UP);
    private static final BigDecimal TOO_LARGE = BigDecimal.TEN.pow(12);

    private static final String SPACE = "[ \\u00a0\\u202f\\u2009]";
    private static final Pattern GROUPED_POINT = Pattern.compile("[1-9][0-9]{0,2}(,[0-9]{3})+\\.[0-9]+");
    private static final Pattern GROUPED_COMMA = Pattern.compile("[1-9][0-9]{0,2}(\\.[0-9]{3})+,[0-9]+");
    private static final Pattern GROUPS_BY_COMMA = Pattern.compile("[1-9][0-9]{0,2}(,[0-9]{3}){2,}");
    private static final Pattern GROUPS_BY_POINT = Pattern.compile("[1-9][0-9]{0,2}(\\.[0-9]{3}){2,}");
    private static final Pattern GROUPS_BY_SPACE =
            Pattern.compile("[1-9][0-9]{0,2}(" + SPACE + "[0-9]{3})+([.,][0-9]+)?");
    private static final Pattern GROUPS_BY_APOSTROPHE = Pattern.compile("[1-9][0-9]{0,2}(['’][0-9]{3})+([.,][0-9]+)?");
    private static final Pattern EITHER_WAY = Pattern.compile("[1-9][0-9]{0,2},[0-9]{3}");
    private static final Pattern COMMA = Pattern.compile("(0|[1-9][0-9]*),[0-9]+");
    private static final Pattern POINT = Pattern.compile("(0|[1-9][0-9]*)(\\.[0-9]+)?");
    private static final Pattern SCIENTIFIC = Pattern.compile("[-+]?[0-9.,]+[eE][-+]?[0-9]+");
    private static final Pattern NEGATIVE = Pattern.compile("([-−–－].*|\\(.*\\)|.*[-−])");

    private AmountText() {}

    /** What an amount's cell came to. */
    public sealed interface Reading {}

    /** How an amount was written, as far as it bears on its neighbours or must be told. */
    public enum Style {
        PLAIN,
        /** The comma stood before the decimals. */
        DECIMAL_COMMA,
        /** One point and three digits after it: a thousand, where others write decimal commas. */
        POINT_AND_THREE,
        FULL_WIDTH,
        ROUNDED
    }

    public record Read(BigDecimal amount, Style style) implements Reading {}

    public record Refused(ProblemCode code) implements Reading {}

    /** Reads a text cell or a JSON string. */
    public static Reading text(String text) {
        if (text.length() > LENGTH) {
            return new Refused(ProblemCode.AMOUNT_FORMAT);
        }
        String half = halfWidth(text);
        Reading reading = halfWidthText(half);
        return !half.equals(text) && reading instanceof Read(BigDecimal amount, var style)
                ? new Read(amount, Style.FULL_WIDTH)
                : reading;
    }

    /** Reads the decimal text of a number cell, rounded to the 15 digits the person saw. */
    public static Reading number(String raw) {
        if (raw.length() > LENGTH || !plainNumber(raw)) {
            return new Refused(ProblemCode.AMOUNT_FORMAT);
        }
        BigDecimal exact;
        try {
            exact = new BigDecimal(raw);
        } catch (NumberFormatException e) {
            return new Refused(ProblemCode.AMOUNT_FORMAT);
        }
        if (exact.signum() == 0) {
            return new Refused(ProblemCode.AMOUNT_ZERO);
        }
        if ((long) exact.precision() - exact.scale() > 13) {
            return new Refused(exact.signum() < 0 ? ProblemCode.AMOUNT_NEGATIVE : ProblemCode.AMOUNT_TOO_LARGE);
        }
        if (exact.scale() > LENGTH) {
            return new Refused(ProblemCode.AMOUNT_TOO_FINE);
        }
        BigDecimal trimmed = exact.stripTrailingZeros();
        if (trimmed.precision() > STORED_DIGITS) {
            return new Refused(ProblemCode.AMOUNT_DIGITS);
        }
        BigDecimal seen = trimmed.round(SEEN).stripTrailingZeros();
        return bounded(seen, seen.compareTo(trimmed) == 0 ? Style.PLAIN : Style.ROUNDED);
    }

    private static Reading halfWidthText(String text) {
        if (POINT.matcher(text).matches()) {
            int point = text.indexOf('.');
            boolean three = point > 0 && point <= 3 && text.length() - point == 4 && text.charAt(0) != '0';
            return bounded(new BigDecimal(text), three ? Style.POINT_AND_THREE : Style.PLAIN);
        }
        if (EITHER_WAY.matcher(text).matches()) {
            return new Refused(ProblemCode.AMOUNT_AMBIGUOUS);
        }
        if (GROUPED_POINT.matcher(text).matches()
                || GROUPS_BY_COMMA.matcher(text).matches()) {
            return bounded(new BigDecimal(text.replace(",", "")), Style.PLAIN);
        }
        if (GROUPED_COMMA.matcher(text).matches()
                || GROUPS_BY_POINT.matcher(text).matches()) {
            return decimalComma(text.replace(".", ""));
        }
        if (COMMA.matcher(text).matches()) {
            return decimalComma(text);
        }
        if (GROUPS_BY_SPACE.matcher(text).matches()
                || GROUPS_BY_APOSTROPHE.matcher(text).matches()) {
            String joined = text.replaceAll("['’]|" + SPACE, "");
            return joined.indexOf(',') >= 0 ? decimalComma(joined) : bounded(new BigDecimal(joined), Style.PLAIN);
        }
        return new Refused(
                SCIENTIFIC.matcher(text).matches()
                        ? ProblemCode.AMOUNT_SCIENTIFIC
                        : NEGATIVE.matcher(text).matches() && text.chars().anyMatch(Character::isDigit)
                                ? ProblemCode.AMOUNT_NEGATIVE
                                : ProblemCode.AMOUNT_FORMAT);
    }

    private static Reading decimalComma(String text) {
        return bounded(new BigDecimal(text.replace(',', '.')), Style.DECIMAL_COMMA);
    }

    private static Reading bounded(BigDecimal amount, Style style) {
        if (amount.signum() == 0) {
            return new Refused(ProblemCode.AMOUNT_ZERO);
        }
        if (amount.signum() < 0) {
            return new Refused(ProblemCode.AMOUNT_NEGATIVE);
        }
        if (amount.compareTo(TOO_LARGE) >= 0) {
            return new Refused(ProblemCode.AMOUNT_TOO_LARGE);
        }
        return new Read(amount, style);
    }

    /** The characters of an XML Schema decimal or double, so that nothing else reaches {@link BigDecimal}. */
    private static boolean plainNumber(String raw) {
        return raw.chars()
                .allMatch(c -> (c >= '0' && c <= '9') || c == '.' || c == '-' || c == '+' || c == 'E' || c == 'e');
    }

    /** Full-width digits, points and commas of East Asian keyboards, made ASCII. */
    private static String halfWidth(String text) {
        StringBuilder half = null;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean full = (c >= '０' && c <= '９') || c == '．' || c == '，';
            if (full && half == null) {
                half = new StringBuilder(text);
            }
            if (full && half != null) {
                half.setCharAt(i, (char) (c - 0xfee0));
            }
        }
        return half == null ? text : half.toString();
    }
}
