package com.protocolbanks.x402.receipts;

import java.math.BigInteger;

/**
 * A receipt in its place in the channel.
 *
 * @param seq 1 for the channel's first, then without gap
 * @param spent what the channel was charged up to and with this one, in the token's smallest unit
 */
public record UsageReceipt(long seq, BigInteger spent, ReceiptBody body) {}
