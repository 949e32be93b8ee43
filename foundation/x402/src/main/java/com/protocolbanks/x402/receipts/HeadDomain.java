package com.protocolbanks.x402.receipts;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import java.nio.charset.StandardCharsets;

/**
 * What a gateway signs to stand by a channel's receipts (EIP-712, name "ProtocolBanks Receipts", version "1", with the
 * settlement contract's chain and address).
 */
public final class HeadDomain {
    private static final Hash32 DOMAIN_TYPE =
            ascii("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    private static final Hash32 HEAD_TYPE =
            ascii("ReceiptHead(bytes32 channelId,uint64 seq,uint128 spent,bytes32 value)");

    private final Hash32 separator;

    public HeadDomain(ChainId chainId, Address settlementContract) {
        this.separator = Keccak.hash(new AbiWriter()
                .word(DOMAIN_TYPE)
                .word(ascii("ProtocolBanks Receipts"))
                .word(ascii("1"))
                .uint(256, chainId.value())
                .address(settlementContract)
                .toBytes());
    }

    /** The digest that is signed for a chain's present end. */
    public Hash32 digest(ReceiptChain head) {
        byte[] struct = new AbiWriter()
                .word(HEAD_TYPE)
                .word(head.channelId())
                .uint(64, head.seq())
                .uint(128, head.spent())
                .word(head.value())
                .toBytes();
        return Keccak.hash(
                new byte[] {0x19, 0x01}, separator.bytes(), Keccak.hash(struct).bytes());
    }

    private static Hash32 ascii(String text) {
        return Keccak.hash(text.getBytes(StandardCharsets.US_ASCII));
    }
}
