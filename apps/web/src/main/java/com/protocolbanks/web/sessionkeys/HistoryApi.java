package com.protocolbanks.web.sessionkeys;

import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.gateways.Gateways;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.identity.Permission;
import com.protocolbanks.web.api.Rights;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.verify.ChannelHistory.SignedHead;
import com.protocolbanks.x402.verify.ChannelHistory.SignedVoucher;
import com.protocolbanks.x402.verify.HistoryLines;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.StreamingResponseBody;

/** All that is needed to check a session key's bill without us ({@code pb verify usage}). */
@RestController
class HistoryApi {
    private static final MediaType LINES = MediaType.parseMediaType("application/x-ndjson");

    private final SessionKeys keys;
    private final Receipts receipts;
    private final Gateways gateways;
    private final Settled settled;

    HistoryApi(SessionKeys keys, Receipts receipts, Gateways gateways, Settled settled) {
        this.keys = keys;
        this.receipts = receipts;
        this.gateways = gateways;
        this.settled = settled;
    }

    /** Channels, vouchers, receipts and signed heads as lines of JSON. */
    @GetMapping("/api/v1/session-keys/{id}/history")
    ResponseEntity<StreamingResponseBody> history(Caller caller, @PathVariable UUID id) {
        Rights.require(caller, Permission.SESSION_KEYS_READ);
        if (keys.find(caller.orgId(), id).isEmpty()) {
            throw Rights.absent();
        }
        var domain = settled.domain().orElseThrow(Rights::absent);
        return ResponseEntity.ok().contentType(LINES).body(out -> {
            var lines = new PrintWriter(out, false, StandardCharsets.UTF_8);
            lines.println(HistoryLines.domain(domain));
            gateways.signers(caller.orgId()).stream()
                    .map(Gateways.Signer::address)
                    .distinct()
                    .forEach(signer -> lines.println(HistoryLines.signer(signer)));
            List<KnownChannel> channels = receipts.channels(caller.orgId(), id);
            channels.forEach(channel -> write(lines, caller, channel));
            receipts.each(
                    caller.orgId(),
                    id,
                    receipt -> lines.println(HistoryLines.receipt(receipt.body().channelId(), receipt)));
            lines.flush();
        });
    }

    private void write(PrintWriter lines, Caller caller, KnownChannel channel) {
        lines.println(HistoryLines.channel(channel.channelId(), channel.config()));
        if (channel.signature().length > 0) {
            lines.println(HistoryLines.voucher(new SignedVoucher(
                    new Voucher(channel.channelId(), channel.accepted()), Signature.of(channel.signature()))));
        }
        receipts.heads(caller.orgId(), channel.channelId())
                .forEach(head -> lines.println(
                        HistoryLines.head(new SignedHead(head.chain(), head.signature(), head.signer()))));
    }
}
