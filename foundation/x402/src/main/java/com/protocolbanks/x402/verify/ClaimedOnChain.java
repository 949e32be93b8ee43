package com.protocolbanks.x402.verify;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.CallRequest;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.x402.contract.BatchSettlementCalls;
import java.math.BigInteger;

/** What the settlement contract says was claimed from a channel, in the token's smallest unit. */
@FunctionalInterface
public interface ClaimedOnChain {
    BigInteger of(Hash32 channelId);

    /** Asks the contract; {@link com.protocolbanks.evm.rpc.ChainUnavailable} when it cannot be asked. */
    static ClaimedOnChain by(ChainClient chain, Address contract) {
        return channel -> BatchSettlementCalls.channelOf(
                        chain.call(CallRequest.of(contract, BatchSettlementCalls.channels(channel)))
                                .orThrow())
                .totalClaimed();
    }
}
