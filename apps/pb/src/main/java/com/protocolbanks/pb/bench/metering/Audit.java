package com.protocolbanks.pb.bench.metering;

import com.protocolbanks.pb.bench.turns.Sample;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;

/** Holds answers against what was charged: a turn that answered without charging, or charged without being asked, is wrong. */
final class Audit {
    private static final long REST_MILLIS = 300;

    private Audit() {}

    /**
     * @param charges how many charges there have been so far
     * @param open requests that may be charged and not answered when the turn ends
     * @param processor time of whoever answers, so far
     */
    static Callable<Sample> of(LongSupplier charges, int open, Supplier<Duration> processor, Callable<Sample> turn) {
        return () -> {
            long before = atRest(charges);
            var begin = processor.get();
            var sample = turn.call();
            var took = processor.get().minus(begin);
            long made = atRest(charges) - before;
            long missing = Math.max(0, sample.count() - made);
            long unasked = Math.max(0, made - sample.count() - open);
            return sample.took(took)
                    .wrongBy("answered and not charged", missing)
                    .wrongBy("charged and not asked for", unasked);
        };
    }

    /** What nobody waits for any more may still be charged for a moment. */
    private static long atRest(LongSupplier charges) throws InterruptedException {
        long last = charges.getAsLong();
        while (true) {
            TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
            long now = charges.getAsLong();
            if (now == last) {
                return now;
            }
            last = now;
        }
    }
}
