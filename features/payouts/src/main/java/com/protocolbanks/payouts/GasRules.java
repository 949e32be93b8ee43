package com.protocolbanks.payouts;

/**
 * How much gas a transaction may be given.
 *
 * @param maximum the most one transaction may use; on ZetaChain 10 million
 * @param marginPercent what is put on top of an estimate, in percent of it
 * @param itemReserve what is put on top so that a failing item is never mistaken for lack of gas
 */
public record GasRules(long maximum, int marginPercent, long itemReserve) {
    /** ZetaChain's: charged gas is at least half the limit there, so the margin is small. */
    public static final GasRules ZETACHAIN = new GasRules(10_000_000, 10, 250_000);

    /** The limit for an estimate; above {@link #maximum} it cannot be sent. */
    long limit(long estimate) {
        return estimate + estimate * marginPercent / 100 + itemReserve;
    }
}
