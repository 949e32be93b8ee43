package com.protocolbanks.pb.simulation.faults;

import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.random.RandomGenerator;

/**
 * What kind of run it is.
 *
 * @param cosmos whether the chain has ZetaChain's manners, else go-ethereum's
 * @param workers how many share the key, the database and the queue
 * @param batches how many people each of them pays
 * @param chunkSize payments in one transaction
 * @param faulty how long things go wrong; afterwards nothing does
 * @param kinds what may go wrong
 */
public record Shape(
        boolean cosmos, int workers, List<Integer> batches, int chunkSize, Duration faulty, Set<Kind> kinds) {
    /** What may go wrong. */
    public enum Kind {
        /** A worker is killed, and another started some seconds later. */
        KILL,
        /** A worker stands still for up to a minute, longer than its lease. */
        STOP,
        /** A worker's clock jumps by up to a minute and a half. */
        CLOCK,
        /** An answer to a transaction is lost, is an error, or is untrue. */
        SEND,
        /** The endpoint answers nothing for a while. */
        ENDPOINT,
        /** Receipts are shown some blocks late. */
        RECEIPTS,
        /** The nodes forget what waits. */
        DROP,
        /** Blocks are replaced by others. */
        REORG,
        /** Somebody else with the key uses a nonce up. */
        THEFT,
        /** Gas costs many times as much for some blocks. */
        GAS,
        /** A transaction of the database fails, or succeeds and says that it failed. */
        COMMIT,
        /** Jobs get lost, come twice, the queue is emptied or away. */
        QUEUE,
        /** The lock that saves work is granted to everybody, or not to be had. */
        LOCK
    }

    public Shape {
        batches = List.copyOf(batches);
        kinds = Set.copyOf(kinds);
    }

    /** Drawn by chance: about half of the kinds go wrong in one run. */
    public static Shape drawn(RandomGenerator random) {
        var kinds = EnumSet.noneOf(Kind.class);
        for (var kind : Kind.values()) {
            if (random.nextBoolean()) {
                kinds.add(kind);
            }
        }
        boolean cosmos = random.nextBoolean();
        int workers = 1 + random.nextInt(2);
        var batches = random.ints(1 + random.nextInt(2), 1, 10).boxed().toList();
        return new Shape(
                cosmos, workers, batches, 1 + random.nextInt(4), Duration.ofSeconds(20 + random.nextInt(100)), kinds);
    }

    @Override
    public String toString() {
        return (cosmos ? "ZetaChain's" : "go-ethereum's") + " manners, " + workers + " worker(s), batches of " + batches
                + " in chunks of " + chunkSize + ", faults for " + faulty.toSeconds() + " s: "
                + (kinds.isEmpty() ? "none" : EnumSet.copyOf(kinds));
    }
}
