package com.protocolbanks.payroll.people;

import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.splits.PaymentConfig;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * Somebody an organization pays.
 *
 * @param number the organization's own, unique within it
 * @param paymentConfig how each amount is divided; empty: all of it in the batch's token
 * @param hasBank whether bank details are stored
 */
public record Employee(
        UUID id,
        Optional<String> number,
        String name,
        Address walletAddress,
        Optional<PaymentConfig> paymentConfig,
        Optional<String> email,
        boolean hasBank,
        Instant createdAt,
        Optional<Instant> archivedAt) {}
