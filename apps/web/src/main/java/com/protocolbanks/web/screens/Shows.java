package com.protocolbanks.web.screens;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.documents.ReasonWords;
import java.math.BigDecimal;
import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Locale;

/** Numbers, money, time, addresses and codes as a reader sees them. */
public final class Shows {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);
    private static final int HEAD = 6;
    private static final int TAIL = 4;

    private final Page page;

    Shows(Page page) {
        this.page = page;
    }

    /** Grouped by thousands, at least two decimals, never rounded. */
    public String money(BigDecimal amount) {
        var exact = amount.stripTrailingZeros();
        var format = new DecimalFormat("#,##0.00", DecimalFormatSymbols.getInstance(Locale.ROOT));
        format.setMaximumFractionDigits(Math.max(2, exact.scale()));
        return format.format(exact);
    }

    public String money(BigDecimal amount, String symbol) {
        return money(amount) + " " + symbol;
    }

    public String count(long number) {
        return new DecimalFormat("#,##0", DecimalFormatSymbols.getInstance(Locale.ROOT)).format(number);
    }

    /** To the minute, in UTC; the browser turns it into the reader's own time. */
    public String time(Instant instant) {
        return MINUTE.format(instant) + " UTC";
    }

    /** Head and tail of an address, the way people compare them; the whole stands beside it as a title. */
    public String brief(Address address) {
        return brief(address.toString());
    }

    public String brief(String hex) {
        return hex.length() <= HEAD + TAIL + 1
                ? hex
                : hex.substring(0, HEAD) + "…" + hex.substring(hex.length() - TAIL);
    }

    /** A reason code in words, the same as in documents; a code nobody knows is shown as it is. */
    public String reason(String code) {
        return ReasonWords.in(page.language().locale()).of(code);
    }
}
