package com.protocolbanks.payroll.people;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.rows.BankDetails;
import com.protocolbanks.payroll.splits.PaymentConfig;
import java.util.Optional;

/**
 * What somebody wants to be stored about a person.
 *
 * @param bank empty leaves what is stored as it is
 */
public record EmployeeDraft(
        Optional<String> number,
        String name,
        Address walletAddress,
        Optional<PaymentConfig> paymentConfig,
        Optional<String> email,
        Optional<BankDetails> bank) {}
