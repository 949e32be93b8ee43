package com.protocolbanks.payroll.documents.words;

import java.util.Locale;
import java.util.MissingResourceException;
import java.util.ResourceBundle;

/** The sentences of reason codes. */
final class Reasons {
    private static final String UNKNOWN = "UNKNOWN";

    private final ResourceBundle words;

    private Reasons(ResourceBundle words) {
        this.words = words;
    }

    /** Chinese for any Chinese locale, English otherwise. */
    static Reasons in(Locale locale) {
        return new Reasons(Labels.bundle("payroll/reasons", locale));
    }

    /** The sentence of a code such as {@code BLACKLISTED} or {@code UNKNOWN:0x1425ea42}; a code it does not know is shown as it is. */
    String of(String code) {
        int colon = code.indexOf(':');
        String key = colon < 0 ? code : code.substring(0, colon);
        String detail = colon < 0 ? "" : code.substring(colon + 1);
        try {
            return words.getString(key).replace("{0}", detail);
        } catch (MissingResourceException e) {
            return words.getString(UNKNOWN).replace("{0}", code);
        }
    }
}
