package com.protocolbanks.billing.keys;

import com.protocolbanks.evm.Address;
import java.math.BigDecimal;
import java.math.BigInteger;

/**
 * A token that session keys may spend.
 *
 * @param symbol upper case, such as {@code USDC}
 * @param decimals digits after the point, 0 to {@value #MOST_DECIMALS}
 * @param eip712Name the name in the token's own EIP-712 domain (ERC-3009), or empty
 * @param eip712Version the version there, or empty
 */
public record BillingToken(String symbol, Address address, int decimals, String eip712Name, String eip712Version) {
    /** What the origin's {@code numeric(20,8)} expresses exactly. */
    public static final int MOST_DECIMALS = 8;

    /** The greatest limit in smallest units: 2^53-1, up to which every number of the metering store is exact. */
    public static final BigInteger MOST_UNITS = BigInteger.valueOf((1L << 53) - 1);

    /** @throws IllegalArgumentException for decimals out of range */
    public BillingToken {
        if (decimals < 0 || decimals > MOST_DECIMALS) {
            throw new IllegalArgumentException(symbol + " has " + decimals
                    + " decimals; session keys spend tokens of at" + " most " + MOST_DECIMALS);
        }
    }

    /** The decimal number of that many smallest units. */
    public BigDecimal decimal(BigInteger units) {
        return new BigDecimal(units, decimals);
    }

    /**
     * The smallest units of a decimal number.
     *
     * @throws ArithmeticException when the token cannot express it exactly
     */
    public BigInteger units(BigDecimal amount) {
        return amount.movePointRight(decimals).toBigIntegerExact();
    }
}
