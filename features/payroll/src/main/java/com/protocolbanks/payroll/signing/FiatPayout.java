package com.protocolbanks.payroll.signing;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.typeddata.TypedData;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * The terms of a bank file, as the organization's owners sign them (EIP-712, the verifying contract being the wallet).
 *
 * @param org the organization's wallet
 * @param batchId names batch and run
 * @param currency ISO 4217, three letters
 * @param totalMinor the sum in the currency's smallest unit
 * @param root the Merkle root over {@link BankLeaf}s in row order
 */
public record FiatPayout(Address org, Hash32 batchId, String currency, BigInteger totalMinor, int count, Hash32 root) {
    public TypedData typedData(ChainId chainId) {
        return TypedData.struct("FiatPayout", new TypedData.Domain("ProtocolBanks bank file", "1", chainId, org))
                .address("org", org)
                .word("batchId", batchId)
                .fixedBytes("currency", currency.getBytes(StandardCharsets.US_ASCII))
                .uint("totalMinor", 256, totalMinor)
                .uint("count", 32, count)
                .word("root", root)
                .build();
    }
}
