package com.protocolbanks.payroll;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import java.util.Set;

/**
 * What holds for every payroll of this installation.
 *
 * @param payingContracts addresses nobody's wage may go to: MultiSend and its like
 */
public record PayrollTerms(Set<Address> payingContracts, ReadingLimits limits) {
    public PayrollTerms {
        payingContracts = Set.copyOf(payingContracts);
    }

    public static PayrollTerms paidBy(Address multiSend) {
        return new PayrollTerms(Set.of(multiSend), ReadingLimits.DEFAULT);
    }
}
