package com.protocolbanks.evm.contracts;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.typeddata.TypedData;
import java.math.BigInteger;

/**
 * The terms an organization's owners sign: MultiSend's {@code Batch}, field by field.
 *
 * @param org the wallet that pays
 * @param token what is paid; zero is the native coin
 * @param operator who may send the chunks
 * @param batchId used once by an organization
 * @param chunksRoot the Merkle root over the chunks
 * @param total the most that is paid, in the token's smallest unit, below 2^96
 * @param chunkCount how many chunks there are
 * @param validAfter the first second of validity, since 1970
 * @param validBefore the first second after it
 */
public record SignedBatch(
        Address org,
        Address token,
        Address operator,
        Hash32 batchId,
        Hash32 chunksRoot,
        BigInteger total,
        long chunkCount,
        long validAfter,
        long validBefore) {
    /** How the owners' wallets show and sign it. */
    public TypedData typedData(ChainId chainId, Address multiSend) {
        return TypedData.struct("PayoutBatch", new TypedData.Domain("ProtocolBanks MultiSend", "1", chainId, multiSend))
                .address("org", org)
                .address("token", token)
                .address("operator", operator)
                .word("batchId", batchId)
                .word("chunksRoot", chunksRoot)
                .uint("total", 96, total)
                .uint("chunkCount", 32, chunkCount)
                .uint("validAfter", 48, validAfter)
                .uint("validBefore", 48, validBefore)
                .build();
    }

    /** MultiSend's name for exactly these terms: their EIP-712 struct hash, the same on every chain. */
    public Hash32 key() {
        return typedData(new ChainId(1), Address.ZERO).structHash();
    }

    AbiWriter written() {
        return new AbiWriter()
                .address(org)
                .address(token)
                .address(operator)
                .word(batchId)
                .word(chunksRoot)
                .uint(96, total)
                .uint(32, chunkCount)
                .uint(48, validAfter)
                .uint(48, validBefore);
    }
}
