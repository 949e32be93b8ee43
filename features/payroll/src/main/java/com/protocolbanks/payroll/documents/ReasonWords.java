package com.protocolbanks.payroll.documents;

import com.protocolbanks.payroll.documents.words.Labels;
import java.util.Locale;

/** Says in words why a payment failed or waits; the same words on pages and in documents. */
public final class ReasonWords {
    private final Labels labels;

    private ReasonWords(Labels labels) {
        this.labels = labels;
    }

    /** Chinese for any Chinese locale, English otherwise. */
    public static ReasonWords in(Locale locale) {
        return new ReasonWords(Labels.in(locale));
    }

    /** The sentence of a code such as {@code BLACKLISTED} or {@code UNKNOWN:0x1425ea42}; a code it does not know is shown as it is. */
    public String of(String code) {
        return labels.reason(code);
    }
}
