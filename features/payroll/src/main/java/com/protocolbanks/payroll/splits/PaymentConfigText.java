package com.protocolbanks.payroll.splits;

import com.protocolbanks.payroll.problems.ProblemCode;
import java.math.BigDecimal;
import java.util.Locale;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads a payment split as people and programs write it: the JSON object {@code {"usdt":80,"fiat":20}} or the cell text
 * {@code usdt 80 / fiat 20}, {@code USDT: 80%, fiat: 20%}.
 *
 * <p>Keys ignore case; a share of zero is dropped. JSON is limited to one flat object of numbers or number texts, so no
 * general parser, with doubles and last-key-wins, comes near the money.
 */
public final class PaymentConfigText {
    private static final int LENGTH = 500;
    private static final String NUMBER = "([0-9]{1,3}(?:\\.[0-9]{1,8})?)";
    private static final Pattern JSON_SHARE =
            Pattern.compile("\\s*\"([A-Za-z0-9]{1,12})\"\\s*:\\s*(\"?)" + NUMBER + "\\2\\s*");
    private static final Pattern CELL_SHARE =
            Pattern.compile("\\s*([A-Za-z0-9]{1,12})(?:\\s*[:=：]\\s*|\\s+)" + NUMBER + "\\s*[%％]?\\s*");
    private static final Pattern CELL_SEPARATOR = Pattern.compile("[,;/+，；、|\\n]");

    private PaymentConfigText() {}

    /** What the text came to. */
    public sealed interface Reading {}

    /** A split whose shares add up to 100. */
    public record Understood(PaymentConfig config) implements Reading {}

    /**
     * The text is no split.
     *
     * @param code SPLIT_FORMAT, or SPLIT_SUM with the sum as {@code found}
     */
    public record NotUnderstood(ProblemCode code, String found) implements Reading {}

    /** Reads either form. */
    public static Reading read(String text) {
        String trimmed = text.strip();
        if (trimmed.length() > LENGTH || trimmed.isEmpty()) {
            return new NotUnderstood(ProblemCode.SPLIT_FORMAT, text);
        }
        boolean json = trimmed.startsWith("{");
        if (json && !trimmed.endsWith("}")) {
            return new NotUnderstood(ProblemCode.SPLIT_FORMAT, text);
        }
        String[] shares =
                json ? trimmed.substring(1, trimmed.length() - 1).split(",", -1) : CELL_SEPARATOR.split(trimmed, -1);
        return sum(text, shares, json);
    }

    private static Reading sum(String text, String[] shares, boolean json) {
        SortedMap<String, BigDecimal> percents = new TreeMap<>();
        BigDecimal sum = BigDecimal.ZERO;
        for (String share : shares) {
            Matcher matcher = (json ? JSON_SHARE : CELL_SHARE).matcher(share);
            if (!matcher.matches()) {
                return new NotUnderstood(ProblemCode.SPLIT_FORMAT, text);
            }
            BigDecimal percent = new BigDecimal(matcher.group(json ? 3 : 2));
            if (percents.put(matcher.group(1).toLowerCase(Locale.ROOT), percent) != null) {
                return new NotUnderstood(ProblemCode.SPLIT_FORMAT, text);
            }
            sum = sum.add(percent);
        }
        if (sum.compareTo(PaymentConfig.HUNDRED) != 0) {
            return new NotUnderstood(ProblemCode.SPLIT_SUM, sum.toPlainString());
        }
        percents.values().removeIf(percent -> percent.signum() == 0);
        return new Understood(new PaymentConfig(percents));
    }
}
