package com.protocolbanks.x402.contract;

import com.protocolbanks.evm.abi.AbiWriter;
import com.protocolbanks.evm.abi.RevertReason;
import com.protocolbanks.evm.abi.Selector;
import com.protocolbanks.x402.ChannelConfig;
import java.math.BigInteger;

/** Our collector for tokens that only know allowances (ZRC-20) and for wallets without a key (a Safe). */
public final class AllowanceCollectorCalls {
    private static final Selector DEPOSIT = Selector.of("deposit(" + BatchSettlementCalls.CONFIG + ",uint128)");
    private static final Selector CANCEL = Selector.of("cancel(uint256)");

    /** The collector's own errors by name, beside {@code Error} and {@code Panic}. */
    public static final RevertReason.Names ERRORS = new RevertReason.Names(
            "AlreadyUsed()", "BadSignature()", "Expired()", "NotAsked()", "NotPayer()", "NotSettlement()");

    private AllowanceCollectorCalls() {}

    /** By the payer, which has approved the collector for the amount; no signature is needed. */
    public static byte[] deposit(ChannelConfig config, BigInteger amount) {
        return BatchSettlementCalls.written(config).uint(128, amount).call(DEPOSIT);
    }

    /** By the payer: what it signed with this nonce works no more. */
    public static byte[] cancel(BigInteger nonce) {
        return new AbiWriter().uint(256, nonce).call(CANCEL);
    }
}
