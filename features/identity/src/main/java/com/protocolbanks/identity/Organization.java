package com.protocolbanks.identity;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import java.util.Locale;
import java.util.UUID;

/**
 * A customer: people who prepare and approve, and one wallet on one chain that pays.
 *
 * @param name 1 to 200 characters
 * @param walletAddress the account whose owners sign payouts and that is charged; no two organizations share one
 * @param chainId where that account lives
 * @param payoutMode how the payout contract takes the organization's tokens
 * @param locale {@code en} or {@code zh}: the language of its documents
 */
public record Organization(
        UUID id, String name, Address walletAddress, ChainId chainId, PayoutMode payoutMode, Locale locale) {}
