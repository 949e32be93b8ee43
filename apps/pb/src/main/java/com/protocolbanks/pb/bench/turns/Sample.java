package com.protocolbanks.pb.bench.turns;

import java.time.Duration;

/**
 * What one turn of one contender came to.
 *
 * @param perSecond how many of whatever is measured
 * @param p50 of an answer's time, in milliseconds; 0 where single times are not taken
 * @param p99 likewise
 * @param count of all answers
 * @param wrong answers that were not the expected ones
 * @param processorMicros of whoever answered, for each answer; 0 where that is not looked at
 */
public record Sample(double perSecond, double p50, double p99, long count, long wrong, double processorMicros) {
    public Sample(double perSecond, double p50, double p99, long count, long wrong) {
        this(perSecond, p50, p99, count, wrong, 0);
    }

    /** The same with the processor time that all its answers took. */
    public Sample took(Duration processor) {
        return new Sample(perSecond, p50, p99, count, wrong, processor.toNanos() / 1000.0 / Math.max(1, count));
    }

    /** The same with more that is wrong. */
    public Sample wrongBy(long more) {
        return new Sample(perSecond, p50, p99, count, wrong + more, processorMicros);
    }
}
