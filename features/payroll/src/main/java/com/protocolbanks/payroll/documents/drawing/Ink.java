package com.protocolbanks.payroll.documents.drawing;

/** The few colours of a document; each text colour keeps a contrast of at least 4.5 : 1 on white and on {@link #PANEL}. */
public enum Ink {
    TEXT(0x0f172a),
    QUIET(0x526077),
    LINE(0xd9dfe8),
    PANEL(0xf4f6fa),
    ACCENT(0x1d4ed8),
    GOOD(0x166534),
    BAD(0xb42318),
    BAD_PANEL(0xfef3f2),
    WAITING(0x92400e);

    private final int rgb;

    Ink(int rgb) {
        this.rgb = rgb;
    }

    float red() {
        return (rgb >> 16) / 255f;
    }

    float green() {
        return (rgb >> 8 & 0xff) / 255f;
    }

    float blue() {
        return (rgb & 0xff) / 255f;
    }
}
