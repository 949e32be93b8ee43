package com.protocolbanks.pb.simulation.faults;

import com.protocolbanks.pb.simulation.faults.Shape.Kind;
import com.protocolbanks.pb.simulation.time.Fate;
import com.protocolbanks.pb.simulation.time.SimulatedProcess;
import com.protocolbanks.pb.simulation.time.Stage;
import java.time.Duration;
import java.util.random.RandomGenerator;

/** Decides at every turn whether something goes wrong there. */
public final class Faults implements Fate {
    private static final int MOST_KILLS = 6;
    private static final int MOST_STOPS = 3;

    private final Shape shape;
    private final RandomGenerator random;
    private final Stage stage;
    private int kills;
    private int stops;

    public Faults(Shape shape, RandomGenerator random, Stage stage) {
        this.shape = shape;
        this.random = random;
        this.stage = stage;
    }

    /** What becomes of a transaction on its way. */
    public enum OnSending {
        NONE,
        /** The node takes it, and the connection breaks before the answer. */
        REPLY_LOST,
        /** The node takes it and answers with an error. */
        ERROR_THOUGH_TAKEN,
        /** The node answers that it took it, and loses it. */
        DROPPED,
        /** The connection breaks before the node has seen it. */
        UNREACHED
    }

    /** What becomes of a transaction of the database at its end. */
    public enum OnCommit {
        NONE,
        /** The connection breaks: nothing is written. */
        CUT,
        /** It is written, and the connection breaks before the answer. */
        REPLY_LOST,
        /** The process dies: nothing is written. */
        KILLED
    }

    /** What becomes of a request to the queue. */
    public enum OnQueue {
        NONE,
        /** It is away, and did nothing. */
        AWAY,
        /** It did what was asked, and the answer is lost. */
        REPLY_LOST,
        /** It says that it did what was asked. */
        FORGOTTEN,
        /** It does it twice. */
        TWICE
    }

    /** Whether nothing goes wrong any more. */
    public boolean isCalm() {
        return stage.elapsed().compareTo(shape.faulty()) > 0;
    }

    private boolean chance(Kind kind, int oneIn) {
        return shape.kinds().contains(kind) && !isCalm() && random.nextInt(oneIn) == 0;
    }

    @Override
    public void at(SimulatedProcess process, String point) {
        boolean telling = point.startsWith("reached") || point.startsWith("send") || point.startsWith("end");
        if (kills < MOST_KILLS && chance(Kind.KILL, telling ? 40 : 400)) {
            kill(process);
        } else if (stops < MOST_STOPS && chance(Kind.STOP, telling ? 60 : 400)) {
            stops++;
            process.stop(Duration.ofMillis(random.nextInt(random.nextBoolean() ? 2_000 : 60_000)));
        } else if (chance(Kind.CLOCK, 800)) {
            process.setClockAhead(Duration.ofSeconds(random.nextInt(181) - 90));
        }
    }

    private void kill(SimulatedProcess process) {
        kills++;
        process.kill();
    }

    public OnSending onSending() {
        if (!chance(Kind.SEND, 3)) {
            return OnSending.NONE;
        }
        return OnSending.values()[1 + random.nextInt(OnSending.values().length - 1)];
    }

    public OnCommit onCommit(SimulatedProcess process) {
        if (kills < MOST_KILLS && chance(Kind.KILL, 300)) {
            kill(process);
            return OnCommit.KILLED;
        }
        if (!chance(Kind.COMMIT, 40)) {
            return OnCommit.NONE;
        }
        return random.nextBoolean() ? OnCommit.CUT : OnCommit.REPLY_LOST;
    }

    public OnQueue onQueue() {
        if (!chance(Kind.QUEUE, 6)) {
            return OnQueue.NONE;
        }
        return OnQueue.values()[1 + random.nextInt(OnQueue.values().length - 1)];
    }

    public boolean queueIsEmptied() {
        return chance(Kind.QUEUE, 60);
    }

    public boolean lockLies() {
        return chance(Kind.LOCK, 2);
    }

    /** How long the endpoint is silent from now on; mostly not at all. */
    public Duration silence() {
        return chance(Kind.ENDPOINT, 120) ? Duration.ofMillis(random.nextInt(20_000)) : Duration.ZERO;
    }

    /** How many of the newest blocks show no receipts, decided anew with each block. */
    public int hiddenBlocks() {
        return chance(Kind.RECEIPTS, 2) ? random.nextInt(4) : 0;
    }

    public boolean poolIsForgotten() {
        return chance(Kind.DROP, 6);
    }

    /** How many blocks are replaced now; mostly none. */
    public int replacedBlocks() {
        return chance(Kind.REORG, 6) ? 1 + random.nextInt(3) : 0;
    }

    /** Whether what stood in replaced blocks waits again; else it is forgotten. */
    public boolean replacedWaitAgain() {
        return random.nextBoolean();
    }

    public boolean nonceIsStolen() {
        return chance(Kind.THEFT, 8);
    }

    /** How many times as much gas costs in the next block. */
    public int gasTimes() {
        return chance(Kind.GAS, 4) ? 2 + random.nextInt(30) : 1;
    }

    /** How many of the waiting transactions the next block has room for. */
    public int room() {
        return isCalm() || random.nextInt(3) > 0 ? Integer.MAX_VALUE : random.nextInt(3);
    }

    public Duration nextBlock() {
        return Duration.ofMillis(2_000 + random.nextInt(5_000));
    }

    public Duration restart() {
        return Duration.ofMillis(200 + random.nextInt(20_000));
    }
}
