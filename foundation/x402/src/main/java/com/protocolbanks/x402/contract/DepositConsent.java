package com.protocolbanks.x402.contract;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.typeddata.TypedData;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

/**
 * What a payer signs so that a collector may take a deposit; it names the channel, so the money goes nowhere else.
 *
 * @param amount in the token's smallest unit
 * @param collector the contract that will ask the token or Permit2 for the money
 */
public record DepositConsent(Hash32 channelId, Address payer, Address token, BigInteger amount, Address collector) {
    /** Where Permit2 stands on every chain that has it. */
    public static final Address PERMIT2 = Address.of("0x000000000022D473030F116dDEE9F6B43aC78BA3");

    private static final byte[] EIP_712 = {0x19, 0x01};
    private static final Hash32 PERMIT2_DOMAIN_TYPE =
            ascii("EIP712Domain(string name,uint256 chainId,address verifyingContract)");
    private static final String WITNESS = "DepositWitness(bytes32 channelId)";
    private static final String PERMISSIONS = "TokenPermissions(address token,uint256 amount)";
    private static final Hash32 PERMIT_TYPE = ascii("PermitWitnessTransferFrom(TokenPermissions permitted,"
            + "address spender,uint256 nonce,uint256 deadline,DepositWitness witness)" + WITNESS + PERMISSIONS);

    /**
     * ERC-3009 {@code ReceiveWithAuthorization}.
     *
     * @param domain the token's own
     * @param validAfter seconds of Unix time, itself too early
     * @param validBefore seconds of Unix time, itself too late
     * @param salt with the channel's id it makes the token's nonce: once for each channel
     */
    public TypedData erc3009(TypedData.Domain domain, BigInteger validAfter, BigInteger validBefore, Hash32 salt) {
        return TypedData.struct("ReceiveWithAuthorization", domain)
                .address("from", payer)
                .address("to", collector)
                .uint("value", 256, amount)
                .uint("validAfter", 256, validAfter)
                .uint("validBefore", 256, validBefore)
                .word("nonce", erc3009Nonce(salt))
                .build();
    }

    public Hash32 erc3009Nonce(Hash32 salt) {
        return Keccak.hash(channelId.bytes(), salt.bytes());
    }

    /**
     * Permit2's {@code PermitWitnessTransferFrom}, which has no version in its domain.
     *
     * @param nonce any that the payer has not used with Permit2
     * @param deadline seconds of Unix time: the last second at which it works
     */
    public Hash32 permit2Digest(ChainId chain, BigInteger nonce, BigInteger deadline) {
        var domain = new AbiWriter()
                .word(PERMIT2_DOMAIN_TYPE)
                .word(ascii("Permit2"))
                .uint(256, chain.value())
                .address(PERMIT2);
        var permitted = new AbiWriter().word(ascii(PERMISSIONS)).address(token).uint(256, amount);
        var witness = new AbiWriter().word(ascii(WITNESS)).word(channelId);
        var permit = new AbiWriter()
                .word(PERMIT_TYPE)
                .word(hash(permitted))
                .address(collector)
                .uint(256, nonce)
                .uint(256, deadline)
                .word(hash(witness));
        return Keccak.hash(EIP_712, hash(domain).bytes(), hash(permit).bytes());
    }

    /**
     * Our allowance collector's {@code Deposit}; an owner of a Safe signs the SafeMessage of its digest.
     *
     * @param nonce once for each payer
     * @param deadline seconds of Unix time: the last second at which it works
     */
    public TypedData allowance(ChainId chain, BigInteger nonce, long deadline) {
        var domain = new TypedData.Domain("ProtocolBanks Allowance Collector", "1", chain, collector);
        return TypedData.struct("Deposit", domain)
                .address("payer", payer)
                .address("token", token)
                .uint("amount", 256, amount)
                .word("channelId", channelId)
                .uint("nonce", 256, nonce)
                .uint("deadline", 256, deadline)
                .build();
    }

    private static Hash32 hash(AbiWriter words) {
        return Keccak.hash(words.toBytes());
    }

    private static Hash32 ascii(String text) {
        return Keccak.hash(text.getBytes(StandardCharsets.US_ASCII));
    }
}
