package com.protocolbanks.pb.simulation.time;

/** Ends the threads of a process that was killed: nothing catches it, and nothing they still try has an effect. */
public final class Killed extends Error {
    private static final long serialVersionUID = 1;

    public Killed() {
        super("killed", null, false, false);
    }
}
