package com.protocolbanks.x402.contract;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.ClaimEntry;
import java.math.BigInteger;

/**
 * One row of a claim: the payer's voucher and what is claimed with it.
 *
 * @param maxClaimable what the voucher allows, cumulative, in the token's smallest unit
 * @param signature the payer's side over the voucher
 * @param totalClaimed what will have been claimed afterwards; a row that raises nothing is passed over by the contract
 */
public record VoucherClaim(ChannelConfig config, BigInteger maxClaimable, byte[] signature, BigInteger totalClaimed) {
    public VoucherClaim {
        signature = signature.clone();
    }

    @Override
    public byte[] signature() {
        return signature.clone();
    }

    /** The row as the receiver's authorizer signs it. */
    public ClaimEntry entry(Hash32 channelId) {
        return new ClaimEntry(channelId, maxClaimable, totalClaimed);
    }

    AbiWriter written() {
        var voucher = BatchSettlementCalls.written(config).uint(128, maxClaimable);
        return new AbiWriter().tuple(voucher).bytes(signature).uint(128, totalClaimed);
    }
}
