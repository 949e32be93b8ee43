package com.protocolbanks.payroll.documents.content;

import com.protocolbanks.money.Amount;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.UUID;

/**
 * All that the report and the exports of a batch are made from.
 *
 * @param items in the order of their rows
 * @param transactions one per chunk that was sent, in the order token, run, chunk
 */
public record BatchDocument(BatchHead head, List<Item> items, List<Transaction> transactions) {
    public BatchDocument {
        items = List.copyOf(items);
        transactions = List.copyOf(transactions);
    }

    /** How far a payment is; the words of the tables. */
    public enum Status {
        PENDING,
        SUCCESS,
        FAILED
    }

    /**
     * One person's amount.
     *
     * @param amount what was to be paid, in the batch's token
     * @param paid what of it has a proof of payment
     * @param reason the code of why it failed
     */
    public record Item(
            UUID id,
            int row,
            String name,
            Optional<String> employeeNumber,
            String wallet,
            BigDecimal amount,
            BigDecimal paid,
            Status status,
            Optional<String> reason,
            Optional<String> note,
            List<Leg> legs) {
        public Item {
            legs = List.copyOf(legs);
        }

        /** What is still owed. */
        public BigDecimal open() {
            return amount.subtract(paid);
        }
    }

    /** One payment of an item on one rail in one asset. */
    public sealed interface Leg {
        Amount amount();

        Status status();

        Optional<String> reason();

        Optional<Instant> settledAt();

        /** Paid by a transaction of the chain. */
        record OnChain(
                Amount amount,
                String to,
                Status status,
                Optional<String> reason,
                Optional<String> txHash,
                Optional<Instant> settledAt)
                implements Leg {}

        /** Paid by the organization's bank; the account itself stays encrypted and is not printed. */
        record Bank(
                Amount amount,
                String payee,
                Status status,
                Optional<String> reason,
                Optional<String> bankReference,
                Optional<Instant> settledAt)
                implements Leg {}
    }

    /**
     * A chunk's transaction.
     *
     * @param paid what it was to pay in all
     * @param feeWei the gas fee charged, in the smallest unit of the chain's coin
     */
    public record Transaction(
            Amount paid,
            int run,
            int chunk,
            int itemCount,
            String status,
            Optional<String> txHash,
            OptionalLong blockNumber,
            BigInteger feeWei) {}
}
