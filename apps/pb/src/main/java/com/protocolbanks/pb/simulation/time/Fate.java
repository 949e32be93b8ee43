package com.protocolbanks.pb.simulation.time;

/** Decides what befalls a process at each of its steps; it may kill or stop it. */
@FunctionalInterface
public interface Fate {
    void at(SimulatedProcess process, String point);
}
