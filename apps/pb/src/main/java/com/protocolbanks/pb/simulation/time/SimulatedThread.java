package com.protocolbanks.pb.simulation.time;

import java.time.Instant;
import java.util.concurrent.Semaphore;

/** One thread of a simulated process: it runs while it has the baton. */
final class SimulatedThread {
    private final Stage stage;
    private final SimulatedProcess process;
    private final String name;
    private final Semaphore baton = new Semaphore(0);
    private Instant wakeAt = Instant.MIN;
    private int transactions;
    private boolean over;

    SimulatedThread(Stage stage, SimulatedProcess process, String name, Runnable work) {
        this.stage = stage;
        this.process = process;
        this.name = name;
        Thread.ofVirtual().name(name).start(() -> live(work));
    }

    private void live(Runnable work) {
        baton.acquireUninterruptibly();
        try {
            if (!process.isKilled()) {
                work.run();
            }
        } catch (Killed _) {
            // nothing of it is left
        } catch (Throwable e) {
            stage.failed(this, e);
        } finally {
            over = true;
            stage.baton().release();
        }
    }

    SimulatedProcess process() {
        return process;
    }

    String title() {
        return process.name() + " " + name;
    }

    boolean isOver() {
        return over;
    }

    boolean isInTransaction() {
        return transactions > 0;
    }

    void begin() {
        transactions++;
    }

    void end() {
        transactions--;
    }

    Instant wakeAt() {
        return wakeAt;
    }

    void wake() {
        wakeAt = Instant.MIN;
    }

    /** Called by the stage: lets it run until it rests. */
    void resume() {
        baton.release();
        stage.baton().acquireUninterruptibly();
    }

    /** Called by itself: lets others run, until then at least. */
    void rest(Instant until) {
        wakeAt = until;
        stage.baton().release();
        baton.acquireUninterruptibly();
        if (process.isKilled()) {
            throw new Killed();
        }
    }
}
