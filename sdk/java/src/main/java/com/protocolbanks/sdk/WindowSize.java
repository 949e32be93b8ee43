package com.protocolbanks.sdk;

import java.math.BigInteger;
import java.util.Optional;

/**
 * How far vouchers may run ahead of receipts, in the token's smallest unit.
 *
 * @param step what each new voucher adds
 * @param exposure the most that may be signed beyond what checked receipts explain: what a gateway gone bad could claim
 */
public record WindowSize(BigInteger step, BigInteger exposure) {
    /** @throws IllegalArgumentException unless both are above 0 */
    public WindowSize {
        if (step.signum() <= 0 || exposure.signum() <= 0) {
            throw new IllegalArgumentException("a window has a step and an exposure above 0");
        }
    }

    /**
     * The next ceiling to sign: a step beyond what is needed, within the exposure; empty when even what is needed is beyond
     * it.
     *
     * @param signed the highest ceiling so far
     * @param proven what checked receipts sum to
     */
    public Optional<BigInteger> next(BigInteger signed, BigInteger proven, BigInteger needed) {
        BigInteger allowed = proven.add(exposure);
        return needed.compareTo(allowed) > 0
                ? Optional.empty()
                : Optional.of(needed.max(signed).add(step).min(allowed));
    }

    /** Whether the next request would likely meet the ceiling. */
    boolean runsLow(BigInteger signed, BigInteger proven) {
        return signed.subtract(proven).compareTo(step.shiftRight(1)) < 0;
    }
}
