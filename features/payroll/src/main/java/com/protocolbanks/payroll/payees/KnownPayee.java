package com.protocolbanks.payroll.payees;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.splits.PaymentConfig;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody the organization has paid or entered before.
 *
 * @param id the employee's
 * @param terms what the employee's record says beside name and address
 */
public record KnownPayee(UUID id, Optional<String> number, String name, Address address, Terms terms) {
    /**
     * What the employee's record says beside name and address.
     *
     * @param hasBank whether bank details are stored
     */
    public record Terms(Optional<PaymentConfig> split, boolean hasBank) {
        public static final Terms NONE = new Terms(Optional.empty(), false);
    }
}
