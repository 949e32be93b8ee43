package com.protocolbanks.billing.settlement;

import com.protocolbanks.billing.BillingDeployment;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.wire.DepositAuthorization;
import com.protocolbanks.x402.wire.Payment;
import java.time.Instant;
import java.util.Optional;

/**
 * Which deposits the operator pays the gas for.
 *
 * @param receiver whom every channel pays
 */
public record DepositTerms(BillingDeployment deployment, Address receiver) {
    /** What keeps the deposit from being brought, as a code; empty when nothing does. */
    Optional<String> refusal(Payment.Deposit deposit, SessionKey key, Instant now) {
        ChannelConfig config = deposit.config();
        boolean ours = config.receiver().equals(receiver)
                && config.receiverAuthorizer().equals(deployment.receiverAuthorizer())
                && config.withdrawDelay() == deployment.withdrawDelay();
        if (!ours
                || !deployment
                        .domain()
                        .channelId(config)
                        .equals(deposit.voucher().channelId())) {
            return Optional.of("channel_not_ours");
        }
        if (key.frozen() || !key.expiresAt().isAfter(now)) {
            return Optional.of(key.frozen() ? "key_frozen" : "key_expired");
        }
        if (!key.payers().contains(config.payer())) {
            return Optional.of("payer_not_allowed");
        }
        if (!key.token().address().equals(config.token())) {
            return Optional.of("token_mismatch");
        }
        if (collector(deposit).isZero()) {
            return Optional.of("no_collector");
        }
        return isSigned(deposit) ? Optional.empty() : Optional.of("voucher_signature");
    }

    /** The contract that takes the money by that kind of authorization; zero where it is not deployed. */
    Address collector(Payment.Deposit deposit) {
        return switch (deposit.authorization()) {
            case DepositAuthorization.Erc3009 _ -> deployment.collectors().erc3009();
            case DepositAuthorization.Permit2 _ -> deployment.collectors().permit2();
        };
    }

    private boolean isSigned(Payment.Deposit deposit) {
        try {
            return Signature.of(deposit.signature())
                    .signerOf(deployment.domain().digest(deposit.voucher()))
                    .map(deposit.config().payerAuthorizer()::equals)
                    .orElse(false);
        } catch (IllegalArgumentException _) {
            return false;
        }
    }
}
