package com.protocolbanks.pb.bench.turns;

import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/**
 * What one turn of one contender came to.
 *
 * @param perSecond how many of whatever is measured
 * @param p50 of an answer's time, in milliseconds; 0 where single times are not taken
 * @param p99 likewise
 * @param count of all answers
 * @param wrong what was not as it should be, and how often
 * @param processorMicros of whoever answered, for each answer; 0 where that is not looked at
 */
public record Sample(
        double perSecond, double p50, double p99, long count, Map<String, Long> wrong, double processorMicros) {
    public Sample {
        wrong = Map.copyOf(wrong);
    }

    public Sample(double perSecond, double p50, double p99, long count) {
        this(perSecond, p50, p99, count, Map.of(), 0);
    }

    /** The same with the processor time that all its answers took. */
    public Sample took(Duration processor) {
        return new Sample(perSecond, p50, p99, count, wrong, processor.toNanos() / 1000.0 / Math.max(1, count));
    }

    /** The same with more that is wrong; none of it is nothing. */
    public Sample wrongBy(String what, long more) {
        if (more == 0) {
            return this;
        }
        var all = new TreeMap<>(wrong);
        all.merge(what, more, Long::sum);
        return new Sample(perSecond, p50, p99, count, all, processorMicros);
    }
}
