package com.protocolbanks.payroll.fiat;

/** A way out to banks: turns a signed order into what is handed to whoever executes it. */
public interface FiatRail {
    /** The same order always gives the same bytes. */
    Instruction instruction(BankOrder order);

    /** What is handed over. */
    record Instruction(String fileName, String mediaType, byte[] content) {}
}
