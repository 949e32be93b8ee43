package com.protocolbanks.threads;

import com.protocolbanks.threads.Threads.Running;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Threads that end together. */
public final class Crew {
    private final Threads threads;
    private final List<Running> working = new ArrayList<>();

    public Crew(Threads threads) {
        this.threads = threads;
    }

    public synchronized void start(String name, Runnable work) {
        working.removeIf(Running::isOver);
        working.add(threads.start(name, work));
    }

    /** Lets each come to its end, also those that others of them begin, and interrupts all once one takes longer than that. */
    public void end(Duration patience) {
        for (var all = working(); !all.isEmpty(); all = working()) {
            try {
                for (var one : all) {
                    if (!one.await(patience)) {
                        all.forEach(Running::interrupt);
                        return;
                    }
                }
            } catch (InterruptedException _) {
                all.forEach(Running::interrupt);
                Thread.currentThread().interrupt();
                return;
            }
        }
    }

    /** Asks each to give up. */
    public void interrupt() {
        working().forEach(Running::interrupt);
    }

    private synchronized List<Running> working() {
        working.removeIf(Running::isOver);
        return List.copyOf(working);
    }
}
