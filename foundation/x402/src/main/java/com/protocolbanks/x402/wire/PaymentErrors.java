package com.protocolbanks.x402.wire;

/** Error words of x402 version 2 and of its scheme {@code batch-settlement}, as clients compare them. */
public final class PaymentErrors {
    public static final String INVALID_PAYLOAD = "invalid_payload";
    public static final String INVALID_VERSION = "invalid_x402_version";
    public static final String INVALID_SCHEME = "unsupported_scheme";
    public static final String INVALID_PAYLOAD_TYPE = "invalid_batch_settlement_evm_payload_type";
    public static final String DEPOSIT_PAYLOAD = "invalid_batch_settlement_evm_deposit_payload";
    public static final String DEPOSIT_FAILED = "invalid_batch_settlement_evm_deposit_transaction_failed";
    public static final String REFUND_PAYLOAD = "invalid_batch_settlement_evm_refund_payload";
    public static final String CUMULATIVE_MISMATCH = "invalid_batch_settlement_evm_cumulative_amount_mismatch";
    public static final String CHANNEL_BUSY = "invalid_batch_settlement_evm_channel_busy";
    public static final String EXCEEDS_BALANCE = "invalid_batch_settlement_evm_cumulative_exceeds_balance";
    public static final String CHANNEL_NOT_FOUND = "invalid_batch_settlement_evm_channel_not_found";

    private PaymentErrors() {}
}
