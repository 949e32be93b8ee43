package com.protocolbanks.pb.bench.load;

import com.protocolbanks.pb.bench.turns.Sample;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/** Load before any that counts: what is compiled while it runs has its speed only after a while. */
public final class WarmUp {
    /** Enough wherever processor time is told; where it is not, this ends it. */
    private static final int MOST_LOADS = 60;

    private WarmUp() {}

    /**
     * Loads again and again until that much processor time was spent.
     *
     * @param processor time of whoever is warmed up, so far; how much it gets of the machine does not matter then
     */
    public static void until(Duration enough, Supplier<Duration> processor, Callable<Sample> load) throws Exception {
        var begin = processor.get();
        for (int loads = 0; loads < MOST_LOADS && processor.get().minus(begin).compareTo(enough) < 0; loads++) {
            var sample = load.call();
            System.err.printf(
                    "warming up: %,.0f a second, %d of %d s%n",
                    sample.perSecond(), processor.get().minus(begin).toSeconds(), enough.toSeconds());
        }
    }
}
