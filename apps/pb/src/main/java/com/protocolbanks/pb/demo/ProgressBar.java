package com.protocolbanks.pb.demo;

import java.io.PrintStream;

/** A line on a terminal that fills up; off a terminal, one line each time a further tenth is reached. */
final class ProgressBar implements AutoCloseable {
    private static final int WIDTH = 30;

    private final PrintStream out;
    private final boolean terminal;
    private final String label;
    private int lastTenth = -1;

    ProgressBar(PrintStream out, boolean terminal, String label) {
        this.out = out;
        this.terminal = terminal;
        this.label = label;
    }

    void show(int done, int total) {
        int tenth = total == 0 ? 10 : done * 10 / total;
        if (!terminal && tenth == lastTenth) {
            return;
        }
        lastTenth = tenth;
        int filled = total == 0 ? WIDTH : done * WIDTH / total;
        out.print((terminal ? "\r" : "") + "  " + label + " [" + "#".repeat(filled) + ".".repeat(WIDTH - filled) + "] "
                + done + "/" + total + (terminal ? "" : "\n"));
        out.flush();
    }

    @Override
    public void close() {
        if (terminal) {
            out.println();
        }
    }
}
