package com.protocolbanks.identity.wallet;

/**
 * One thing an organization needs before it can pay, and whether it is so.
 *
 * @param check which
 * @param verdict how bad it is
 * @param found what the chain and the records say
 * @param remedy what to do; empty when nothing is to do
 */
public record Finding(Check check, Verdict verdict, String found, String remedy) {
    /** What is looked at, in the order in which it is put right. */
    public enum Check {
        CHAIN,
        CONTRACT,
        WALLET,
        MODULE,
        APPROVERS,
        PREPARER,
        FUNDS,
        OPERATOR_GAS
    }

    /** What it means for the next payroll. */
    public enum Verdict {
        READY,
        /** It can be paid, but somebody should look. */
        NOTICE,
        /** It cannot be paid. */
        MISSING,
        /** The chain could not be asked. */
        UNKNOWN
    }

    static Finding ready(Check check, String found) {
        return new Finding(check, Verdict.READY, found, "");
    }

    static Finding notice(Check check, String found, String remedy) {
        return new Finding(check, Verdict.NOTICE, found, remedy);
    }

    static Finding missing(Check check, String found, String remedy) {
        return new Finding(check, Verdict.MISSING, found, remedy);
    }
}
