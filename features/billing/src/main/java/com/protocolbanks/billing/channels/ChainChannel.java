package com.protocolbanks.billing.channels;

import java.math.BigInteger;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * A channel as the settlement contract has it, in the token's smallest unit.
 *
 * @param balance deposited less what went back to the payer; claiming does not lower it
 * @param claimed of it
 * @param withdrawRequestedAt when the payer began to withdraw, if it did and has not finished
 * @param refundNonce the next
 * @param block the height it was read at
 */
public record ChainChannel(
        BigInteger balance,
        BigInteger claimed,
        @Nullable Instant withdrawRequestedAt,
        BigInteger refundNonce,
        long block) {}
