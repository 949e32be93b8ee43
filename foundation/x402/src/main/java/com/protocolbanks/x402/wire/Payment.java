package com.protocolbanks.x402.wire;

import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.Voucher;
import java.math.BigInteger;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/** What a payer sends ({@code payload}): each kind carries the channel's terms and a voucher signed for it. */
public sealed interface Payment {
    ChannelConfig config();

    Voucher voucher();

    /** The voucher's, as it was sent; its length and range are the checker's affair. */
    byte[] signature();

    /** A request paid from what the channel already holds. */
    record VoucherPayment(ChannelConfig config, Voucher voucher, byte[] signature) implements Payment {
        public VoucherPayment {
            signature = signature.clone();
        }

        @Override
        public byte[] signature() {
            return signature.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof VoucherPayment its
                    && its.config.equals(config)
                    && its.voucher.equals(voucher)
                    && Arrays.equals(its.signature, signature);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(signature);
        }
    }

    /**
     * A request that brings money into the channel first.
     *
     * @param payment channel and first voucher
     * @param amount deposited, in the token's smallest unit
     */
    record Deposit(VoucherPayment payment, BigInteger amount, DepositAuthorization authorization) implements Payment {
        @Override
        public ChannelConfig config() {
            return payment.config();
        }

        @Override
        public Voucher voucher() {
            return payment.voucher();
        }

        @Override
        public byte[] signature() {
            return payment.signature();
        }
    }

    /**
     * The payer's wish to get unclaimed money back.
     *
     * @param payment channel and a voucher of exactly what was charged
     * @param amount in the token's smallest unit; null for all there is
     */
    record Refund(VoucherPayment payment, @Nullable BigInteger amount) implements Payment {
        @Override
        public ChannelConfig config() {
            return payment.config();
        }

        @Override
        public Voucher voucher() {
            return payment.voucher();
        }

        @Override
        public byte[] signature() {
            return payment.signature();
        }
    }
}
