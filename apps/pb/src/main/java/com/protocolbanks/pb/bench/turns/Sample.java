package com.protocolbanks.pb.bench.turns;

/**
 * What one turn of one contender came to.
 *
 * @param perSecond how many of whatever is measured
 * @param p50 of an answer's time, in milliseconds; 0 where single times are not taken
 * @param p99 likewise
 * @param count of all answers
 * @param wrong answers that were not the expected ones
 */
public record Sample(double perSecond, double p50, double p99, long count, long wrong) {
    /** The same with more that is wrong. */
    public Sample wrongBy(long more) {
        return new Sample(perSecond, p50, p99, count, wrong + more);
    }
}
