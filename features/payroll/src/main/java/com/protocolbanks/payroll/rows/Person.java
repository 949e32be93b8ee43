package com.protocolbanks.payroll.rows;

import com.protocolbanks.evm.Address;
import java.util.Optional;
import java.util.UUID;

/**
 * Who is paid.
 *
 * @param number the employee number, when the payroll carries one
 * @param known the employee this row was matched to; empty for somebody new
 */
public record Person(
        Optional<String> number, String name, Address address, Optional<String> email, Optional<UUID> known) {}
