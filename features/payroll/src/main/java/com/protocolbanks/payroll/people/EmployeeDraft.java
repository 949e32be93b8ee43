package com.protocolbanks.payroll.people;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.cells.BankText;
import com.protocolbanks.payroll.rows.BankDetails;
import com.protocolbanks.payroll.splits.PaymentConfig;
import java.util.Optional;

/**
 * What somebody wants to be stored about a person.
 *
 * @param bank empty leaves what is stored as it is; otherwise kept as a bank reads it, without spaces, in the person's name
 *     when it names no holder
 */
public record EmployeeDraft(
        Optional<String> number,
        String name,
        Address walletAddress,
        Optional<PaymentConfig> paymentConfig,
        Optional<String> email,
        Optional<BankDetails> bank) {
    public EmployeeDraft {
        var holder = BankText.holder(name);
        bank = bank.map(details -> new BankDetails(
                details.name().isBlank() ? holder : BankText.holder(details.name()),
                BankText.account(details.account()),
                BankText.bankCode(details.bankCode())));
    }
}
