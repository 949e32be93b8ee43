package com.protocolbanks.billing.settlement;

import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.evm.Address;
import com.protocolbanks.sending.Subject;
import com.protocolbanks.x402.ClaimEntry;
import com.protocolbanks.x402.contract.VoucherClaim;
import java.math.BigInteger;
import java.util.List;
import java.util.UUID;

/** A settlement whose transaction is not known to have come to its end. */
sealed interface OpenSettlement {
    /** One transaction claims for channels of many organizations, so it is nobody's. */
    UUID NOBODY = new UUID(0, 0);

    UUID id();

    default Subject subject() {
        return subject(id());
    }

    static Subject subject(UUID id) {
        return new Subject(NOBODY, Settlements.SUBJECT_KIND, id, "");
    }

    /** Claims from channels. */
    record Claim(UUID id, List<Row> rows) implements OpenSettlement {}

    /** Pays the receiver what was claimed. */
    record PayOut(UUID id, Address receiver, Address token) implements OpenSettlement {}

    /**
     * One channel's part of a claim, as it was fixed.
     *
     * @param maxClaimable the voucher's amount
     * @param signature the voucher's
     */
    record Row(KnownChannel channel, BigInteger maxClaimable, BigInteger totalClaimed, byte[] signature) {
        VoucherClaim voucherClaim() {
            return new VoucherClaim(channel.config(), maxClaimable, signature, totalClaimed);
        }

        ClaimEntry entry() {
            return voucherClaim().entry(channel.channelId());
        }
    }
}
