package com.protocolbanks.metering.vouchers;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.metering.Ceiling;
import com.protocolbanks.metering.Mode;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import java.math.BigInteger;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Checks what can be said of a voucher without counting money: its channel's terms and its signature, which is
 * recovered once. Whether its key is known and there is money is one step with the hold.
 */
public final class VoucherCheck {
    private static final BigInteger MOST = BigInteger.valueOf(Ceiling.MOST);

    private final Receiver receiver;
    private final CheckedVouchers checked = new CheckedVouchers();

    /**
     * What a channel must say to pay us.
     *
     * @param account whom claims pay
     * @param authorizer who signs claims
     * @param shortestDelay seconds that a payer's withdrawal must take at least, so that claims come first
     * @param tokens that are taken
     */
    public record Receiver(
            SettlementDomain domain, Address account, Address authorizer, int shortestDelay, Set<Address> tokens) {
        public Receiver {
            tokens = Set.copyOf(tokens);
        }
    }

    public VoucherCheck(Receiver receiver) {
        this.receiver = receiver;
    }

    /**
     * Whether the channel's terms pay us and the voucher is signed by its key; whether there is money is not looked at.
     *
     * @param signature 65 bytes as they came, or any others
     */
    public VoucherAnswer check(ChannelConfig config, Voucher voucher, byte[] signature, Mode mode) {
        var proof = checked.find(voucher, signature);
        if (proof == null || !proof.config().equals(config)) {
            var fault = faultOf(config, voucher);
            if (fault != null) {
                return new VoucherAnswer.Invalid(fault);
            }
            var signed = signed(config, voucher, signature);
            if (signed.isEmpty()) {
                return new VoucherAnswer.Invalid(VoucherFault.INVALID_VOUCHER_SIGNATURE);
            }
            proof = new Ceiling.Proof(config, signed.get());
            checked.remember(voucher, signature, proof);
        }
        return new VoucherAnswer.Accepted(new Ceiling(
                config.payerAuthorizer(),
                voucher.channelId(),
                mode,
                voucher.maxClaimable().longValueExact(),
                proof));
    }

    private @Nullable VoucherFault faultOf(ChannelConfig config, Voucher voucher) {
        if (!receiver.domain().channelId(config).equals(voucher.channelId())) {
            return VoucherFault.CHANNEL_ID_MISMATCH;
        }
        if (!config.receiver().equals(receiver.account())) {
            return VoucherFault.RECEIVER_MISMATCH;
        }
        if (!config.receiverAuthorizer().equals(receiver.authorizer())) {
            return VoucherFault.RECEIVER_AUTHORIZER_MISMATCH;
        }
        if (!receiver.tokens().contains(config.token())) {
            return VoucherFault.TOKEN_MISMATCH;
        }
        if (config.withdrawDelay() < receiver.shortestDelay()) {
            return VoucherFault.WITHDRAW_DELAY_OUT_OF_RANGE;
        }
        return voucher.maxClaimable().compareTo(MOST) > 0 ? VoucherFault.AMOUNT_TOO_GREAT : null;
    }

    /** The signature, if it is the session key's over the voucher. */
    private Optional<Signature> signed(ChannelConfig config, Voucher voucher, byte[] signature) {
        try {
            var read = Signature.of(signature);
            return read.signerOf(receiver.domain().digest(voucher))
                    .filter(config.payerAuthorizer()::equals)
                    .map(_ -> read);
        } catch (IllegalArgumentException malformed) {
            return Optional.empty();
        }
    }
}
