package com.protocolbanks.pb.demo;

import java.io.PrintStream;

/** Tells a person at the terminal what happens. */
final class Narrator {
    private final PrintStream out;
    private final boolean terminal;

    Narrator(PrintStream out, boolean terminal) {
        this.out = out;
        this.terminal = terminal;
    }

    /** A new thing begins. */
    void step(String words) {
        out.println("* " + words);
    }

    /** Something worth knowing about the last step. */
    void fact(String words) {
        out.println("    " + words);
    }

    ProgressBar bar(String label) {
        return new ProgressBar(out, terminal, label);
    }
}
