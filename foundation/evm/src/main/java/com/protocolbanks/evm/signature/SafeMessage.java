package com.protocolbanks.evm.signature;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/** What the owners of a Safe 1.4.1 sign, so that the Safe's ERC-1271 answer vouches for a digest. */
public final class SafeMessage {
    private static final Hash32 DOMAIN_TYPE = hash("EIP712Domain(uint256 chainId,address verifyingContract)");
    private static final Hash32 MESSAGE_TYPE = hash("SafeMessage(bytes message)");

    private SafeMessage() {}

    /** The digest an owner signs when the Safe at that address is to vouch for {@code digest}. */
    public static Hash32 digest(ChainId chainId, Address safe, Hash32 digest) {
        Hash32 message = Keccak.hash(new AbiWriter()
                .word(MESSAGE_TYPE)
                .word(Keccak.hash(digest.bytes()))
                .toBytes());
        return Keccak.hash(
                new byte[] {0x19, 0x01}, domainSeparator(chainId, safe).bytes(), message.bytes());
    }

    /** The domain separator of a Safe 1.3 and later. */
    public static Hash32 domainSeparator(ChainId chainId, Address safe) {
        return Keccak.hash(new AbiWriter()
                .word(DOMAIN_TYPE)
                .uint(256, chainId.value())
                .address(safe)
                .toBytes());
    }

    /** The owners' signatures as the Safe wants them: by owner in rising order, one after the other. */
    public static byte[] joined(Map<Address, Signature> byOwner) {
        return Bytes.concat(
                new TreeMap<>(byOwner).values().stream().map(Signature::bytes).toArray(byte[][]::new));
    }

    private static Hash32 hash(String type) {
        return Keccak.hash(type.getBytes(StandardCharsets.US_ASCII));
    }
}
