package com.protocolbanks.embedded.upstream;

/** How a provider behaves; chosen by the ending of the model's name, of a tool's, or else of the path. */
public enum Manner {
    GOOD(""),
    /** Pauses before every event. */
    SLOW("-slow"),
    /** Breaks the connection off in the middle of the answer. */
    CUT("-cut"),
    /** Falls silent in the middle of a stream, and does not end it. */
    HALTING("-halting"),
    /** Reports no usage. */
    SILENT("-silent"),
    /** Reports and invoices more than was asked for. */
    GREEDY("-greedy"),
    /** Answers with status 500. */
    FAILING("-failing"),
    /** Sends the request elsewhere, with status 307. */
    MOVED("-moved"),
    /** Takes the request and never answers. */
    STUCK("-stuck");

    private final String ending;

    Manner(String ending) {
        this.ending = ending;
    }

    /** What a name ends in that asks for it. */
    public String ending() {
        return ending;
    }

    static Manner of(String model) {
        for (Manner one : values()) {
            if (one != GOOD && model.endsWith(one.ending)) {
                return one;
            }
        }
        return GOOD;
    }
}
