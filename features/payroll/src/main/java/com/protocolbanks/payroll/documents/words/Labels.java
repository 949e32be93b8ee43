package com.protocolbanks.payroll.documents.words;

import com.protocolbanks.money.Amount;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.ResourceBundle;

/** The words, numbers and dates of a document in one language; never depends on the machine's own locale or zone. */
public final class Labels {
    private static final ResourceBundle.Control NO_FALLBACK =
            ResourceBundle.Control.getNoFallbackControl(ResourceBundle.Control.FORMAT_PROPERTIES);

    private final ResourceBundle words;
    private final Reasons reasons;
    private final DateTimeFormatter time;
    private final String tag;

    private Labels(Locale language) {
        this.words = bundle("payroll/documents", language);
        this.reasons = Reasons.in(language);
        this.tag = words.getString("language");
        this.time = DateTimeFormatter.ofPattern(words.getString("time"), Locale.ENGLISH)
                .withZone(ZoneOffset.UTC);
    }

    /** Chinese for any Chinese locale, English otherwise. */
    public static Labels in(Locale locale) {
        return new Labels(language(locale));
    }

    /** The word of a key; {@code {0}}, {@code {1}} … are replaced by the values. */
    public String say(String key, Object... values) {
        String word = words.getString(key);
        for (int i = 0; i < values.length; i++) {
            word = word.replace("{" + i + "}", values[i].toString());
        }
        return word;
    }

    /** Why a payment failed or waits, in words. */
    public String reason(String code) {
        return reasons.of(code);
    }

    /** The BCP 47 tag of the language. */
    public String tag() {
        return tag;
    }

    public String time(Instant instant) {
        return time.format(instant);
    }

    /** Grouped by thousands, with at least two decimals and every other one that is not zero. */
    public String number(BigDecimal value) {
        var format = new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMaximumFractionDigits(Math.max(2, value.stripTrailingZeros().scale()));
        return format.format(value);
    }

    public String amount(BigDecimal value, String symbol) {
        return number(value) + " " + symbol;
    }

    public String amount(Amount amount) {
        return amount(amount.decimal(), amount.asset().symbol());
    }

    public static ResourceBundle bundle(String name, Locale locale) {
        return ResourceBundle.getBundle(name, language(locale), Labels.class.getClassLoader(), NO_FALLBACK);
    }

    /** Chinese for any Chinese locale, English otherwise. */
    public static Locale language(Locale locale) {
        return locale.getLanguage().equals(Locale.CHINESE.getLanguage()) ? Locale.CHINESE : Locale.ENGLISH;
    }
}
