package com.protocolbanks.x402;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;

/**
 * The immutable terms of a payment channel; their hash is the channel's id ({@link SettlementDomain#channelId}).
 *
 * @param payer whose money is deposited: an account or a smart wallet
 * @param payerAuthorizer the session key that signs vouchers; the zero address would leave signing to the payer's ERC-1271
 * @param receiver whom the claimed money goes to
 * @param receiverAuthorizer signs claims and refunds for the receiver
 * @param withdrawDelay seconds between a payer's wish to withdraw and the withdrawal, {@value #MIN_WITHDRAW_DELAY} to
 *     {@value #MAX_WITHDRAW_DELAY}
 * @param salt tells channels of otherwise equal terms apart
 */
public record ChannelConfig(
        Address payer,
        Address payerAuthorizer,
        Address receiver,
        Address receiverAuthorizer,
        Address token,
        int withdrawDelay,
        Hash32 salt) {
    /** 15 minutes. */
    public static final int MIN_WITHDRAW_DELAY = 900;
    /** 30 days. */
    public static final int MAX_WITHDRAW_DELAY = 2_592_000;

    /** @throws IllegalArgumentException for a withdraw delay the contract would refuse */
    public ChannelConfig {
        if (withdrawDelay < MIN_WITHDRAW_DELAY || withdrawDelay > MAX_WITHDRAW_DELAY) {
            throw new IllegalArgumentException("a withdraw delay lies between " + MIN_WITHDRAW_DELAY + " and "
                    + MAX_WITHDRAW_DELAY + " seconds, not at " + withdrawDelay);
        }
    }
}
