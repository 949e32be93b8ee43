package com.protocolbanks.evm.rpc;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import java.util.List;

/**
 * Which events to read.
 *
 * @param fromBlock the first height, included
 * @param toBlock the last height, included
 * @param addresses the contracts; none is all
 * @param topics for each topic in turn the values it may have; none is any
 */
public record LogFilter(long fromBlock, long toBlock, List<Address> addresses, List<List<Hash32>> topics) {
    public LogFilter {
        addresses = List.copyOf(addresses);
        topics = topics.stream().map(List::copyOf).toList();
    }
}
