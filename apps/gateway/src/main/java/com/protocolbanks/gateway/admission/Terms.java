package com.protocolbanks.gateway.admission;

import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.metering.ChannelState;
import com.protocolbanks.x402.wire.ChannelSnapshot;
import com.protocolbanks.x402.wire.ChannelTerms;
import com.protocolbanks.x402.wire.PaymentRequirements;
import com.protocolbanks.x402.wire.SignedCeiling;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What a channel to this gateway must say.
 *
 * @param receiver whom claims pay
 * @param authorizer who signs claims
 * @param withdrawDelay in seconds
 * @param tokens that are taken, the preferred one first
 */
public record Terms(ChainId chain, Address receiver, Address authorizer, int withdrawDelay, List<BillingToken> tokens) {
    private static final int DEPOSIT_VALID_SECONDS = 3600;
    private static final BigInteger REQUESTS_PER_DEPOSIT = BigInteger.valueOf(100);

    public Terms {
        tokens = List.copyOf(tokens);
        if (tokens.isEmpty()) {
            throw new IllegalArgumentException("no token is taken");
        }
    }

    public Optional<BillingToken> token(Address address) {
        return tokens.stream().filter(one -> one.address().equals(address)).findFirst();
    }

    /** The way to pay an amount in a token. */
    public PaymentRequirements requirements(BillingToken token, BigInteger amount) {
        boolean erc3009 = !token.eip712Name().isEmpty();
        return new PaymentRequirements(
                chain,
                amount,
                token.address(),
                receiver,
                DEPOSIT_VALID_SECONDS,
                new ChannelTerms(
                        authorizer,
                        withdrawDelay,
                        erc3009 ? token.eip712Name() : token.symbol(),
                        erc3009 ? token.eip712Version() : "1",
                        erc3009 ? ChannelTerms.EIP_3009 : ChannelTerms.PERMIT_2,
                        minDeposit(token, amount),
                        null,
                        null));
    }

    /** Enough for a hundred such requests, but no more than one whole token: each deposit waits for the chain. */
    private static BigInteger minDeposit(BillingToken token, BigInteger amount) {
        var whole = BigInteger.TEN.pow(token.decimals());
        return amount.max(amount.multiply(REQUESTS_PER_DEPOSIT).min(whole));
    }

    /** The channel as it is shown to its payer. */
    public static ChannelSnapshot snapshot(ChannelState state) {
        return new ChannelSnapshot(
                state.channelId(),
                BigInteger.valueOf(state.balance()),
                BigInteger.valueOf(state.claimed()),
                state.withdrawRequestedAt(),
                BigInteger.valueOf(state.refundNonce()),
                BigInteger.valueOf(state.spent()),
                BigInteger.valueOf(state.held()));
    }

    /** The requirements with the gateway's count and the voucher that proves it. */
    static PaymentRequirements corrected(PaymentRequirements requirements, ChannelState state) {
        var signature = state.signature();
        return requirements.with(requirements
                .terms()
                .correcting(
                        snapshot(state),
                        signature == null
                                ? null
                                : new SignedCeiling(BigInteger.valueOf(state.accepted()), signature.bytes())));
    }
}
