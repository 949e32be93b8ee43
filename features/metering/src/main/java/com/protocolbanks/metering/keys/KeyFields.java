package com.protocolbanks.metering.keys;

import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.wire.PaymentJson;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Keys and channels as the scripts take them. */
final class KeyFields {
    private KeyFields() {}

    static List<String> of(SessionKey key) {
        var reason = key.reason();
        return List.of(
                Long.toString(key.generation()),
                key.frozen() ? Long.toString(Math.max(1, key.generation())) : "0",
                reason == null ? "" : reason.name(),
                key.limit().toString(),
                Long.toString(key.expiresAt().getEpochSecond()),
                String.join("\n", key.routes()),
                key.payers().stream().map(Address::lower).sorted().collect(Collectors.joining("\n")),
                Integer.toString(key.requestsPerMinute()),
                key.orgId().toString(),
                key.id().toString(),
                key.token().address().lower());
    }

    /** @param last the highest receipt that is kept for good, or null when all before it are too */
    static List<String> of(KnownChannel channel, @Nullable UsageReceipt last) {
        var withdrawal = channel.withdrawRequestedAt();
        return List.of(
                channel.config().payerAuthorizer().lower(),
                channel.config().payer().lower(),
                PaymentJson.config(channel.config()).toString(),
                channel.balance().toString(),
                channel.claimed().toString(),
                channel.accepted().toString(),
                channel.signature().length == 0 ? "" : Bytes.hex(channel.signature()),
                (last == null ? channel.spent() : last.spent()).toString(),
                Long.toString(last == null ? channel.seq() : last.seq()),
                Long.toString(channel.seq()),
                withdrawal == null ? "0" : Long.toString(withdrawal.getEpochSecond()),
                channel.refundNonce().toString());
    }
}
