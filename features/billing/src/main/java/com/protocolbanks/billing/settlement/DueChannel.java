package com.protocolbanks.billing.settlement;

import com.protocolbanks.billing.channels.ChainChannel;
import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.x402.ClaimEntry;
import com.protocolbanks.x402.contract.VoucherClaim;
import java.math.BigInteger;

/**
 * A channel whose usage is to be claimed.
 *
 * @param claimed on chain so far
 * @param total what will have been claimed afterwards: what the receipts say, as far as voucher and deposit cover it
 */
record DueChannel(KnownChannel channel, SettleReason reason, BigInteger claimed, BigInteger total) {
    static DueChannel of(KnownChannel channel, SettleReason reason, ChainChannel chain) {
        BigInteger covered = channel.spent().min(channel.accepted()).min(chain.balance());
        return new DueChannel(channel, reason, chain.claimed(), covered);
    }

    boolean isWorthwhile() {
        return total.compareTo(claimed) > 0;
    }

    /** Whether something was used that no voucher or no deposit covers. */
    boolean isShort() {
        return total.compareTo(channel.spent()) < 0;
    }

    VoucherClaim row() {
        return new VoucherClaim(channel.config(), channel.accepted(), channel.signature(), total);
    }

    ClaimEntry entry() {
        return row().entry(channel.channelId());
    }
}
