package com.protocolbanks.web.sessionkeys;

import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.keys.KeyEvent;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.billing.usage.Receipts;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session key as the API shows it. Amounts with a point are in the token; the others count its smallest unit, and are
 * text too, as they can be greater than a double counts exactly.
 *
 * @param currentUsage what the receipts add up to that the minute sync has stored
 */
record SessionKeyView(
        UUID id,
        String publicKey,
        Token token,
        String limitAmount,
        String currentUsage,
        String left,
        Instant expiresAt,
        List<String> routes,
        List<String> payers,
        boolean isFrozen,
        @Nullable String frozenReason,
        Instant createdAt) {
    /** The token a key spends. */
    record Token(String symbol, String address, int decimals) {}

    static SessionKeyView of(SessionKey key) {
        var token = key.token();
        return new SessionKeyView(
                key.id(),
                key.publicKey().toString(),
                new Token(token.symbol(), token.address().toString(), token.decimals()),
                token.decimal(key.limit()).toPlainString(),
                token.decimal(key.used()).toPlainString(),
                token.decimal(key.left()).toPlainString(),
                key.expiresAt(),
                key.routes(),
                key.payers().stream().sorted().map(Address::toString).toList(),
                key.frozen(),
                key.reason() == null ? null : key.reason().name(),
                key.createdAt());
    }

    /** A key together with all that is known of it. */
    record Whole(SessionKeyView key, List<Channel> channels, List<Claim> claims, List<Event> events) {}

    /** A channel of a key. */
    record Channel(
            String channelId,
            String payer,
            String balance,
            String accepted,
            String spent,
            String claimed,
            long seq,
            @Nullable Instant withdrawRequestedAt) {
        static Channel of(KnownChannel channel) {
            return new Channel(
                    channel.channelId().hex(),
                    channel.config().payer().toString(),
                    channel.balance().toString(),
                    channel.accepted().toString(),
                    channel.spent().toString(),
                    channel.claimed().toString(),
                    channel.seq(),
                    channel.withdrawRequestedAt());
        }
    }

    /** What was or is to be claimed on chain. */
    record Claim(
            String channelId,
            String state,
            String claimedBefore,
            String totalClaimed,
            String reason,
            @Nullable String transaction,
            Instant at) {
        static Claim of(Receipts.Claim claim) {
            return new Claim(
                    claim.channelId().hex(),
                    claim.state(),
                    claim.claimedBefore().toString(),
                    claim.totalClaimed().toString(),
                    claim.reason(),
                    claim.transaction().map(Hash32::hex).orElse(null),
                    claim.at());
        }
    }

    /** What happened to a key. */
    record Event(Instant at, String type, @Nullable String reason, String actor) {
        static Event of(KeyEvent event) {
            return new Event(event.at(), event.type(), event.reason().orElse(null), event.actor());
        }
    }

    /** Usage in one stretch of time. */
    record Usage(Instant from, long requests, String charged, long inputTokens, long outputTokens) {
        static Usage of(Receipts.Used used) {
            return new Usage(
                    used.from(), used.requests(), used.charged().toString(), used.inputTokens(), used.outputTokens());
        }
    }

    /** A signed end of a channel's receipts. */
    record Head(String channelId, long seq, String spent, String value, String signature, String signer) {
        static Head of(Receipts.Head head) {
            return new Head(
                    head.chain().channelId().hex(),
                    head.chain().seq(),
                    head.chain().spent().toString(),
                    head.chain().value().hex(),
                    Bytes.hex(head.signature().bytes()),
                    head.signer().toString());
        }
    }
}
