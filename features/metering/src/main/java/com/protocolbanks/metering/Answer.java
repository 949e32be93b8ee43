package com.protocolbanks.metering;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.signature.Signature;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/** What a script answered: a word, and what belongs to it. */
public record Answer(List<@Nullable Object> parts) {
    private static final JsonMapper JSON = JsonMapper.shared();

    public String word() {
        return text(0);
    }

    public String text(int at) {
        return Objects.requireNonNull(parts.get(at)).toString();
    }

    public long number(int at) {
        return Long.parseLong(text(at));
    }

    /** Whether a channel's state follows the word. */
    public boolean hasState() {
        return parts.size() > 2;
    }

    /** The state, in the order in which the scripts answer it. */
    public ChannelState state(Hash32 channelId) {
        String signature = parts.get(7) == null ? "" : text(7);
        return new ChannelState(
                channelId,
                number(1),
                number(2),
                number(3),
                number(4),
                number(5),
                number(6),
                signature.isEmpty() ? null : Signature.of(Bytes.parse(signature)),
                number(8),
                number(9),
                number(10),
                Instant.ofEpochSecond(number(11)),
                number(12) != 0,
                number(13),
                number(14));
    }

    /** The receipt, as {@code seq|spent|body}. */
    public UsageReceipt receipt() {
        String[] stored = text(1).split("\\|", 3);
        return new UsageReceipt(
                Long.parseLong(stored[0]), new BigInteger(stored[1]), ReceiptJson.body(JSON.readTree(stored[2])));
    }
}
