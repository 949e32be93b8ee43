package com.protocolbanks.payouts.reconciliation;

import com.protocolbanks.evm.Address;
import com.protocolbanks.money.Asset;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import java.util.UUID;

/**
 * One thing of which books and chain do not say the same.
 *
 * @param run of the batch, from 1
 * @param payment which one; empty when it is none of the batch's or concerns all of them
 * @param units how much, in the token's smallest unit; never negative
 * @param to who got it or should have; empty when it concerns all
 */
public record Difference(
        Kind kind, int run, Asset asset, Optional<Payment> payment, BigInteger units, Optional<Address> to) {
    /** In one line, for a log or a terminal. */
    public String words() {
        return payment.map(one -> "row " + one.row() + ": ").orElse("")
                + new BigDecimal(units, asset.decimals()).toPlainString()
                + " "
                + asset.symbol()
                + to.map(receiver -> " to " + receiver).orElse("")
                + " in run "
                + run
                + " is "
                + kind;
    }

    /**
     * The payment that a difference is about.
     *
     * @param row of the spreadsheet, from 1
     */
    public record Payment(UUID item, int row) {}

    /** What is not so. */
    public enum Kind {
        /** The contract paid it, and the books do not say so: paying it again would be the second time. */
        PAID_NOT_BOOKED,
        /** The books say that it was paid, and the contract never did. */
        BOOKED_NOT_PAID,
        /** The contract calls it paid, and the transaction in the books holds no such movement of the token. */
        NOT_MOVED,
        /** A transaction of the batch moved the payer's tokens to somebody whom it does not pay. */
        MOVED_BESIDE,
        /** The contract's sum and that of the books differ. */
        TOTAL_DIFFERS
    }
}
