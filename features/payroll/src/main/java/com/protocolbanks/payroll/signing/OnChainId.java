package com.protocolbanks.payroll.signing;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.UUID;

/**
 * The name under which one run of a batch, in one token, can be opened once by its organization:
 * {@code keccak256(abi.encode("ProtocolBanks payout", bytes16 batch, address token, uint32 run))}.
 *
 * <p>All versions of one run share it, so at most one signed version of it can ever be opened.
 */
public final class OnChainId {
    private static final byte[] PURPOSE = "ProtocolBanks payout".getBytes(StandardCharsets.UTF_8);

    private OnChainId() {}

    public static Hash32 of(UUID batch, Address token, int run) {
        return Keccak.hash(new AbiWriter()
                .bytes(PURPOSE)
                .word(new Hash32(Arrays.copyOf(bytes16(batch), Hash32.LENGTH)))
                .address(token)
                .uint(32, run)
                .toBytes());
    }

    /** The same for the bank file of a run, which no contract opens. */
    public static Hash32 ofBankFile(UUID batch, int run) {
        return Keccak.hash(
                "ProtocolBanks bank file".getBytes(StandardCharsets.UTF_8),
                Bytes.concat(bytes16(batch), ByteBuffer.allocate(4).putInt(run).array()));
    }

    private static byte[] bytes16(UUID id) {
        return ByteBuffer.allocate(16)
                .putLong(id.getMostSignificantBits())
                .putLong(id.getLeastSignificantBits())
                .array();
    }
}
