package com.protocolbanks.x402;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * The settlement contract on one chain, and the EIP-712 digests that are signed for it (x402, scheme
 * {@code batch-settlement}, EVM binding).
 */
public final class SettlementDomain {
    /** Where the published contract stands on every chain that has it. */
    public static final Address CANONICAL = Address.of("0x4020074e9dF2ce1deE5A9C1b5c3f541D02a10003");

    private static final byte[] EIP_712 = {0x19, 0x01};
    private static final Hash32 DOMAIN_TYPE =
            ascii("EIP712Domain(string name,string version,uint256 chainId,address verifyingContract)");
    private static final Hash32 NAME = ascii("x402 Batch Settlement");
    private static final Hash32 VERSION = ascii("1");
    private static final Hash32 CHANNEL_TYPE = ascii("ChannelConfig(address payer,address payerAuthorizer,"
            + "address receiver,address receiverAuthorizer,address token,uint40 withdrawDelay,bytes32 salt)");
    private static final Hash32 VOUCHER_TYPE = ascii("Voucher(bytes32 channelId,uint128 maxClaimableAmount)");
    private static final Hash32 REFUND_TYPE = ascii("Refund(bytes32 channelId,uint256 nonce,uint128 amount)");
    private static final String ENTRY = "ClaimEntry(bytes32 channelId,uint128 maxClaimableAmount,uint128 totalClaimed)";
    private static final Hash32 ENTRY_TYPE = ascii(ENTRY);
    private static final Hash32 CLAIM_TYPE = ascii("ClaimBatch(ClaimEntry[] claims)" + ENTRY);

    private final ChainId chainId;
    private final Address contract;
    private final Hash32 separator;

    public SettlementDomain(ChainId chainId, Address contract) {
        this.chainId = chainId;
        this.contract = contract;
        this.separator = Keccak.hash(new AbiWriter()
                .word(DOMAIN_TYPE)
                .word(NAME)
                .word(VERSION)
                .uint(256, chainId.value())
                .address(contract)
                .toBytes());
    }

    public ChainId chainId() {
        return chainId;
    }

    public Address contract() {
        return contract;
    }

    /** The channel's id: the digest of its terms, bound to this chain and contract. */
    public Hash32 channelId(ChannelConfig config) {
        return digest(new AbiWriter()
                .word(CHANNEL_TYPE)
                .address(config.payer())
                .address(config.payerAuthorizer())
                .address(config.receiver())
                .address(config.receiverAuthorizer())
                .address(config.token())
                .uint(40, config.withdrawDelay())
                .word(config.salt()));
    }

    /** What a session key signs. */
    public Hash32 digest(Voucher voucher) {
        return digest(
                new AbiWriter().word(VOUCHER_TYPE).word(voucher.channelId()).uint(128, voucher.maxClaimable()));
    }

    /** What the receiver's authorizer signs to claim from several channels at once. */
    public Hash32 digest(List<ClaimEntry> claims) {
        byte[] hashes = Bytes.concat(claims.stream().map(SettlementDomain::hash).toArray(byte[][]::new));
        return digest(new AbiWriter().word(CLAIM_TYPE).word(Keccak.hash(hashes)));
    }

    /**
     * What the receiver's authorizer signs to give unclaimed money back.
     *
     * @param nonce the channel's next refund nonce, as the contract has it
     */
    public Hash32 refundDigest(Hash32 channelId, BigInteger nonce, BigInteger amount) {
        return digest(new AbiWriter()
                .word(REFUND_TYPE)
                .word(channelId)
                .uint(256, nonce)
                .uint(128, amount));
    }

    private static byte[] hash(ClaimEntry claim) {
        return Keccak.hash(new AbiWriter()
                        .word(ENTRY_TYPE)
                        .word(claim.channelId())
                        .uint(128, claim.maxClaimable())
                        .uint(128, claim.totalClaimed())
                        .toBytes())
                .bytes();
    }

    private Hash32 digest(AbiWriter struct) {
        return Keccak.hash(
                EIP_712, separator.bytes(), Keccak.hash(struct.toBytes()).bytes());
    }

    private static Hash32 ascii(String text) {
        return Keccak.hash(text.getBytes(StandardCharsets.US_ASCII));
    }
}
