package com.protocolbanks.x402.contract;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.AbiReader;
import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.abi.RevertReason;
import com.protocolbanks.evm.abi.Selector;
import com.protocolbanks.x402.ChannelConfig;
import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** The settlement contract's functions: call data, results and refusals. Amounts are in the token's smallest unit. */
public final class BatchSettlementCalls {
    static final String CONFIG = "(address,address,address,address,address,uint40,bytes32)";
    private static final String CLAIMS = "((" + CONFIG + ",uint128),bytes,uint128)[]";

    private static final Selector DEPOSIT = Selector.of("deposit(" + CONFIG + ",uint128,address,bytes)");
    private static final Selector CLAIM = Selector.of("claim(" + CLAIMS + ")");
    private static final Selector CLAIM_WITH_SIGNATURE = Selector.of("claimWithSignature(" + CLAIMS + ",bytes)");
    private static final Selector SETTLE = Selector.of("settle(address,address)");
    private static final Selector REFUND = Selector.of("refund(" + CONFIG + ",uint128)");
    private static final Selector REFUND_WITH_SIGNATURE =
            Selector.of("refundWithSignature(" + CONFIG + ",uint128,uint256,bytes)");
    private static final Selector INITIATE_WITHDRAW = Selector.of("initiateWithdraw(" + CONFIG + ",uint128)");
    private static final Selector FINALIZE_WITHDRAW = Selector.of("finalizeWithdraw(" + CONFIG + ")");
    private static final Selector MULTICALL = Selector.of("multicall(bytes[])");
    private static final Selector CHANNELS = Selector.of("channels(bytes32)");
    private static final Selector PENDING_WITHDRAWALS = Selector.of("pendingWithdrawals(bytes32)");
    private static final Selector REFUND_NONCE = Selector.of("refundNonce(bytes32)");
    private static final Selector RECEIVERS = Selector.of("receivers(address,address)");

    /** The contract's own errors by name, beside {@code Error} and {@code Panic}. */
    public static final RevertReason.Names ERRORS = new RevertReason.Names(
            "ClaimExceedsBalance()",
            "ClaimExceedsCeiling()",
            "DepositCollectionFailed()",
            "DepositOverflow()",
            "EmptyBatch()",
            "InvalidChannel()",
            "InvalidCollector()",
            "InvalidRefundNonce()",
            "InvalidSignature()",
            "NotAuthorizedToClaim()",
            "NotAuthorizedToFinalizeWithdraw()",
            "NotAuthorizedToInitiateWithdraw()",
            "NotAuthorizedToRefund()",
            "NotReceiverAuthorizer()",
            "NothingToWithdraw()",
            "Reentered()",
            "WithdrawAmountExceedsAvailable()",
            "WithdrawDelayNotElapsed()",
            "WithdrawDelayOutOfRange()",
            "WithdrawalAlreadyPending()",
            "WithdrawalNotPending()",
            "ZeroDeposit()",
            "ZeroRefund()");

    private BatchSettlementCalls() {}

    /**
     * By anybody.
     *
     * @param collector sees to the payer's consent
     * @param consent in that collector's form, see {@link CollectorData}
     */
    public static byte[] deposit(ChannelConfig config, BigInteger amount, Address collector, byte[] consent) {
        return written(config)
                .uint(128, amount)
                .address(collector)
                .bytes(consent)
                .call(DEPOSIT);
    }

    /** By the receiver or the authorizer of every row. */
    public static byte[] claim(List<VoucherClaim> rows) {
        return written(rows).call(CLAIM);
    }

    /**
     * By anybody. Safe to send again: what is claimed already is passed over.
     *
     * @param signature the authorizer's over all rows ({@link com.protocolbanks.x402.SettlementDomain#digest(List)})
     */
    public static byte[] claimWithSignature(List<VoucherClaim> rows, byte[] signature) {
        return written(rows).bytes(signature).call(CLAIM_WITH_SIGNATURE);
    }

    /** By anybody: pays the receiver all that is claimed and not yet paid. */
    public static byte[] settle(Address receiver, Address token) {
        return new AbiWriter().address(receiver).address(token).call(SETTLE);
    }

    /** By the receiver or its authorizer. */
    public static byte[] refund(ChannelConfig config, BigInteger amount) {
        return written(config).uint(128, amount).call(REFUND);
    }

    /** By anybody, with the authorizer's signature under the channel's present nonce. */
    public static byte[] refundWithSignature(
            ChannelConfig config, BigInteger amount, BigInteger nonce, byte[] signature) {
        return written(config)
                .uint(128, amount)
                .uint(256, nonce)
                .bytes(signature)
                .call(REFUND_WITH_SIGNATURE);
    }

    /** By the payer or its authorizer. */
    public static byte[] initiateWithdraw(ChannelConfig config, BigInteger amount) {
        return written(config).uint(128, amount).call(INITIATE_WITHDRAW);
    }

    /** By the payer or its authorizer, after the delay. */
    public static byte[] finalizeWithdraw(ChannelConfig config) {
        return written(config).call(FINALIZE_WITHDRAW);
    }

    /** All of the calls in their order, or none. */
    public static byte[] multicall(List<byte[]> calls) {
        return new AbiWriter().byteStrings(calls).call(MULTICALL);
    }

    public static byte[] channels(Hash32 channelId) {
        return new AbiWriter().word(channelId).call(CHANNELS);
    }

    /** Zeros for a channel that nobody has opened. */
    public static ChannelBalance channelOf(byte[] returned) {
        AbiReader reader = new AbiReader(returned);
        return new ChannelBalance(reader.number(0), reader.number(1));
    }

    public static byte[] pendingWithdrawals(Hash32 channelId) {
        return new AbiWriter().word(channelId).call(PENDING_WITHDRAWALS);
    }

    public static Optional<PendingWithdrawal> pendingOf(byte[] returned) {
        AbiReader reader = new AbiReader(returned);
        long initiatedAt = reader.longNumber(1);
        return initiatedAt == 0 ? Optional.empty() : Optional.of(new PendingWithdrawal(reader.number(0), initiatedAt));
    }

    public static byte[] refundNonce(Hash32 channelId) {
        return new AbiWriter().word(channelId).call(REFUND_NONCE);
    }

    public static BigInteger refundNonceOf(byte[] returned) {
        return new AbiReader(returned).number(0);
    }

    public static byte[] receivers(Address receiver, Address token) {
        return new AbiWriter().address(receiver).address(token).call(RECEIVERS);
    }

    public static ReceiverTotals receiverOf(byte[] returned) {
        AbiReader reader = new AbiReader(returned);
        return new ReceiverTotals(reader.number(0), reader.number(1));
    }

    /** A config as the first field of a tuple: it is static, so its words stand in their place. */
    static AbiWriter written(ChannelConfig config) {
        return new AbiWriter()
                .address(config.payer())
                .address(config.payerAuthorizer())
                .address(config.receiver())
                .address(config.receiverAuthorizer())
                .address(config.token())
                .uint(40, config.withdrawDelay())
                .word(config.salt());
    }

    private static AbiWriter written(List<VoucherClaim> rows) {
        return new AbiWriter().tuples(rows.stream().map(VoucherClaim::written).toList());
    }
}
