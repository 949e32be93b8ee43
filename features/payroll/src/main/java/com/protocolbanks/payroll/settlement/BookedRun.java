package com.protocolbanks.payroll.settlement;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.PayMode;
import com.protocolbanks.money.Asset;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * What the books say of one signed approval: the payments of a run in one token, as they are written down.
 *
 * @param run from 1; an approval that an edit made void shares its run with the one that came after it
 * @param key MultiSend's name for the signed terms
 * @param places where the signed list has its payments
 * @param legs the payments that stand in this run, by chunk and place; none for an approval that became void
 */
public record BookedRun(int run, Asset asset, Contracts contracts, Hash32 key, Places places, List<Leg> legs) {
    public BookedRun {
        legs = List.copyOf(legs);
    }

    /**
     * Between whom tokens move.
     *
     * @param wallet the organization's
     * @param mode how the contract takes the wallet's tokens
     */
    public record Contracts(Address wallet, Address multiSend, Address token, PayMode mode) {
        /** The account whose tokens the recipients get: in POOL the contract hands on what it pulled. */
        public Address payer() {
            return switch (mode) {
                case PULL, MODULE -> wallet;
                case POOL -> multiSend;
            };
        }
    }

    /**
     * How the payments lie in chunks.
     *
     * @param count payments in all
     * @param chunkSize payments in each chunk but the last
     */
    public record Places(int count, int chunkSize) {
        public int chunks() {
            return Math.ceilDiv(count, chunkSize);
        }

        public int inChunk(int chunk) {
            return Math.min(chunkSize, count - chunk * chunkSize);
        }
    }

    /**
     * One payment.
     *
     * @param row of the spreadsheet, from 1
     * @param chunk and {@code place}: where it stands in the signed list, both from 0
     * @param units in the token's smallest unit
     * @param word what the books say became of it
     */
    public record Leg(UUID item, int row, int chunk, int place, Address to, BigInteger units, Word word) {
        /** The transaction that is written down as having paid it; empty when it is not paid. */
        public Optional<Hash32> paidBy() {
            return word instanceof Word.Paid(Hash32 transaction) ? Optional.of(transaction) : Optional.empty();
        }
    }

    /** What the books say became of a payment. */
    public sealed interface Word {
        record Paid(Hash32 transaction) implements Word {}

        record Failed() implements Word {}

        /** It has no final word yet. */
        record Open() implements Word {}
    }

    /** Whether a payment has no final word yet. */
    public boolean isOpen() {
        return legs.stream().anyMatch(leg -> leg.word() instanceof Word.Open);
    }
}
