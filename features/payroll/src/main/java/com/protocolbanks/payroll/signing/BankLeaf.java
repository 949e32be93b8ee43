package com.protocolbanks.payroll.signing;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.UUID;

/**
 * One line of a signed bank file:
 * {@code keccak256(keccak256(abi.encode(bytes16 item, bytes32 account, uint256 amountMinor)))}, the account being
 * {@link com.protocolbanks.payroll.bank.BankDigest}.
 */
public final class BankLeaf {
    private BankLeaf() {}

    public static Hash32 of(UUID item, Hash32 account, BigInteger amountMinor) {
        byte[] id = ByteBuffer.allocate(Hash32.LENGTH)
                .putLong(item.getMostSignificantBits())
                .putLong(item.getLeastSignificantBits())
                .array();
        return Keccak.hash(Keccak.hash(new AbiWriter()
                        .word(new Hash32(id))
                        .word(account)
                        .uint(256, amountMinor)
                        .toBytes())
                .bytes());
    }
}
