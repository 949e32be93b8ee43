package com.protocolbanks.payroll.approval;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import java.time.Duration;

/**
 * By what and how payments of this installation are made.
 *
 * @param multiSend the contract that pays
 * @param operator the account that may send approved chunks
 * @param chunkSize payments in one transaction, 1 to 200, small enough that the worst token stays under the gas limit
 * @param validity how long an approval can be used, from the moment it is asked for
 */
public record PayoutContracts(ChainId chainId, Address multiSend, Address operator, int chunkSize, Duration validity) {
    public PayoutContracts {
        if (chunkSize < 1 || chunkSize > 200) {
            throw new IllegalArgumentException("a chunk has 1 to 200 payments, not " + chunkSize);
        }
        if (validity.isNegative() || validity.isZero()) {
            throw new IllegalArgumentException("an approval is valid for some time, not " + validity);
        }
    }
}
