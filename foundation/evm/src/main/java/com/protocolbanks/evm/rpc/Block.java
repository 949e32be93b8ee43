package com.protocolbanks.evm.rpc;

import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.time.Instant;

/**
 * A block's header.
 *
 * @param number height
 * @param time as its maker stamped it, to the second
 * @param gasLimit units of gas all its transactions may use
 * @param baseFee wei per unit of gas
 */
public record Block(long number, Hash32 hash, Hash32 parentHash, Instant time, long gasLimit, BigInteger baseFee) {}
