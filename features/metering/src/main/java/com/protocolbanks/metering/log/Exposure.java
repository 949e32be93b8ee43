package com.protocolbanks.metering.log;

import com.protocolbanks.metering.Journal.Entry;
import java.math.BigInteger;

/** What is charged and not yet on disk, now and at worst since the process began. */
public final class Exposure {
    private long entries;
    private BigInteger units = BigInteger.ZERO;
    private long mostEntries;
    private BigInteger mostUnits = BigInteger.ZERO;

    /**
     * What that is at one moment.
     *
     * @param units charged, in the token's smallest unit
     */
    public record Figures(long entries, BigInteger units) {}

    synchronized void begins(Entry entry) {
        entries++;
        units = units.add(charged(entry));
        mostEntries = Math.max(mostEntries, entries);
        mostUnits = mostUnits.max(units);
    }

    synchronized void ends(Entry entry) {
        entries--;
        units = units.subtract(charged(entry));
    }

    private static BigInteger charged(Entry entry) {
        return switch (entry) {
            case Entry.Charged charged -> charged.receipt().body().charged();
            case Entry.Due due -> due.body().charged();
            case Entry.Promised _ -> BigInteger.ZERO;
        };
    }

    public synchronized Figures now() {
        return new Figures(entries, units);
    }

    /** The most there ever was: the bound on what would have been lost. */
    public synchronized Figures worst() {
        return new Figures(mostEntries, mostUnits);
    }
}
