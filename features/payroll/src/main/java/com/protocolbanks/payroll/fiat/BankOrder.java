package com.protocolbanks.payroll.fiat;

import com.protocolbanks.money.Amount;
import com.protocolbanks.payroll.rows.BankDetails;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/**
 * Payments an organization's owners signed for its bank.
 *
 * @param run of the batch, from 1
 * @param at when the order was drawn up
 * @param total the sum of the payments
 */
public record BankOrder(UUID batchId, int run, Instant at, Debtor debtor, Amount total, List<Payment> payments) {
    public BankOrder {
        payments = List.copyOf(payments);
    }

    /**
     * Who pays.
     *
     * @param name 1 to 140 characters
     * @param account an IBAN (ISO 13616) or a national account number
     * @param agent a BIC (ISO 9362) or a national clearing code; may be empty
     */
    public record Debtor(String name, String account, String agent) {}

    /**
     * One transfer to make.
     *
     * @param legId names the payment to the bank and back
     */
    public record Payment(UUID legId, BankDetails creditor, Amount amount) {}
}
