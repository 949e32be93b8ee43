package com.protocolbanks.payroll.cells;

/** Characters that have no business in a payroll because a person cannot see them. */
public final class TextCheck {
    private TextCheck() {}

    /** Whether text holds a control, a direction override, an invisible mark or half a character. */
    public static boolean unseen(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= ' ' && c < 0x7f) {
                continue;
            }
            if (Character.isHighSurrogate(c) && i + 1 < text.length() && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
                continue;
            }
            if (joins(text, i)) {
                continue;
            }
            int type = Character.getType(c);
            boolean lineBreak = c == '\n' || c == '\r' || c == '\t';
            if ((type == Character.CONTROL && !lineBreak)
                    || type == Character.FORMAT
                    || type == Character.SURROGATE
                    || type == Character.LINE_SEPARATOR
                    || type == Character.PARAGRAPH_SEPARATOR
                    || c == '\ufffd') {
                return true;
            }
        }
        return false;
    }

    /** A joiner that Persian, Hindi and their neighbours need to spell a name. */
    private static boolean joins(String text, int at) {
        char c = text.charAt(at);
        if ((c != '\u200c' && c != '\u200d') || at == 0) {
            return false;
        }
        return switch (Character.UnicodeScript.of(text.codePointBefore(at))) {
            case ARABIC, DEVANAGARI, BENGALI, GUJARATI, GURMUKHI, KANNADA, MALAYALAM, ORIYA, SINHALA, TAMIL, TELUGU ->
                true;
            default -> false;
        };
    }
}
