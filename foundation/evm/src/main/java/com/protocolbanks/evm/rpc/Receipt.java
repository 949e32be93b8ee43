package com.protocolbanks.evm.rpc;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.EventLog;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * What became of a mined transaction.
 *
 * @param succeeded false when it reverted; its gas is paid either way
 * @param gasUsed units of gas charged
 * @param gasPrice wei per unit of gas, as charged
 * @param created the contract it created
 * @param logs its events, in order; none when it reverted
 */
public record Receipt(
        Hash32 transactionHash,
        long blockNumber,
        Hash32 blockHash,
        boolean succeeded,
        long gasUsed,
        BigInteger gasPrice,
        Optional<Address> created,
        List<EventLog> logs) {
    public Receipt {
        logs = List.copyOf(logs);
    }

    /** Whether the other says the same of the transaction: its block, its outcome, its gas and what it logged. */
    public boolean agreesWith(Receipt other) {
        return blockHash.equals(other.blockHash)
                && succeeded == other.succeeded
                && gasUsed == other.gasUsed
                && logs.size() == other.logs.size()
                && IntStream.range(0, logs.size()).allMatch(i -> logs.get(i).saysTheSameAs(other.logs.get(i)));
    }

    /** What it cost, in wei. */
    public BigInteger fee() {
        return gasPrice.multiply(BigInteger.valueOf(gasUsed));
    }
}
