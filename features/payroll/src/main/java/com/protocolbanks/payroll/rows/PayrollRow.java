package com.protocolbanks.payroll.rows;

import com.protocolbanks.payroll.splits.PaymentConfig;
import java.math.BigDecimal;
import java.util.Optional;

/**
 * A row that passed every check.
 *
 * @param row its number as the person sees it
 * @param amount in the batch's unit of account, above zero, at most 8 decimals
 */
public record PayrollRow(int row, Person person, BigDecimal amount, Delivery delivery, Optional<String> note) {
    /**
     * How the amount reaches the person.
     *
     * @param split the row's own split, or the whole in the row's own token; empty when the employee's split, or else
     *     the batch's token, decides
     * @param effective what decides in the end
     */
    public record Delivery(Optional<PaymentConfig> split, PaymentConfig effective, Optional<BankDetails> bank) {}
}
