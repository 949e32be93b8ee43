package com.protocolbanks.sdk;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.signature.DigestSigner;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.evm.typeddata.TypedData;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.wire.DepositAuthorization;
import com.protocolbanks.x402.wire.Payment;
import com.protocolbanks.x402.wire.PaymentRequirements;
import com.protocolbanks.x402.wire.SignedCeiling;
import java.math.BigInteger;
import java.time.InstantSource;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** One channel of one key under a gateway's terms: writes its payments. */
public final class Payments {
    /** Where the published collector of ERC-3009 deposits stands on every chain that has it. */
    public static final Address ERC_3009_COLLECTOR = Address.of("0x4020806089470a89826cB9fB1f4059150b550004");

    private final PaymentRequirements terms;
    private final Payer payer;
    private final SettlementDomain domain;
    private final ChannelConfig config;
    private final Hash32 channelId;

    public Payments(PaymentRequirements terms, Payer payer) {
        this.terms = terms;
        this.payer = payer;
        this.domain = new SettlementDomain(terms.chain(), SettlementDomain.CANONICAL);
        this.config = new ChannelConfig(
                payer.payer(),
                payer.key().address(),
                terms.payTo(),
                terms.terms().receiverAuthorizer(),
                terms.asset(),
                terms.terms().withdrawDelay(),
                payer.salt());
        this.channelId = domain.channelId(config);
    }

    public Hash32 channelId() {
        return channelId;
    }

    public ChannelConfig config() {
        return config;
    }

    boolean canDeposit() {
        return payer.wallet().isPresent();
    }

    public Payment.VoucherPayment voucher(BigInteger ceiling) {
        var voucher = new Voucher(channelId, ceiling);
        return new Payment.VoucherPayment(
                config, voucher, payer.key().sign(domain.digest(voucher)).bytes());
    }

    /**
     * @param least what the channel lacks for that ceiling
     * @param salts makes the authorization's nonce, each used once
     * @throws IllegalStateException without a wallet
     */
    Payment.Deposit deposit(BigInteger ceiling, BigInteger least, InstantSource clock, Supplier<Hash32> salts) {
        DigestSigner wallet =
                payer.wallet().orElseThrow(() -> new IllegalStateException("no wallet to fund the channel with"));
        BigInteger amount = payer.deposit().max(least);
        long validBefore = clock.instant().getEpochSecond() + terms.maxTimeoutSeconds();
        return new Payment.Deposit(voucher(ceiling), amount, authorization(wallet, amount, validBefore, salts.get()));
    }

    /** The wallet's word (ERC-3009) that moves a deposit into the channel, for whoever sends it to the collector. */
    DepositAuthorization.Erc3009 authorization(DigestSigner wallet, BigInteger amount, long validBefore, Hash32 salt) {
        var token = new TypedData.Domain(
                terms.terms().tokenName(), terms.terms().tokenVersion(), terms.chain(), terms.asset());
        var digest = TypedData.struct("ReceiveWithAuthorization", token)
                .address("from", wallet.address())
                .address("to", ERC_3009_COLLECTOR)
                .uint("value", 256, amount)
                .uint("validAfter", 256, 0)
                .uint("validBefore", 256, validBefore)
                .word("nonce", depositNonce(channelId, salt))
                .build()
                .digest();
        return new DepositAuthorization.Erc3009(
                BigInteger.ZERO,
                BigInteger.valueOf(validBefore),
                salt,
                new DepositAuthorization.Signed(Bytes.hex(wallet.sign(digest).bytes())));
    }

    /** The token's nonce of a deposit: no two deposits of a channel share a salt. */
    static Hash32 depositNonce(Hash32 channelId, Hash32 salt) {
        return Keccak.hash(new AbiWriter().word(channelId).word(salt).toBytes());
    }

    /** Whether the gateway shows as our highest voucher what is truly one of ours. */
    boolean isOurs(@Nullable SignedCeiling shown) {
        if (shown == null) {
            return false;
        }
        try {
            var digest = domain.digest(new Voucher(channelId, shown.maxClaimable()));
            return Signature.of(shown.signature())
                    .signerOf(digest)
                    .filter(payer.key().address()::equals)
                    .isPresent();
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
