package com.protocolbanks.x402.contract;

import java.math.BigInteger;

/**
 * The payer's side has asked for unclaimed money.
 *
 * @param amount asked for, less what was refunded since, in the token's smallest unit
 * @param initiatedAt seconds of Unix time; the channel's delay counts from then
 */
public record PendingWithdrawal(BigInteger amount, long initiatedAt) {}
