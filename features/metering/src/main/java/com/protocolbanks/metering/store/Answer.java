package com.protocolbanks.metering.store;

import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a script answered: a word, and what belongs to it.
 *
 * @param epoch of the store that answered
 */
public record Answer(List<@Nullable Object> parts, long epoch) {
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

    /** Whether more than a word and one thing was answered. */
    public boolean isLong() {
        return parts.size() > 2;
    }

    /** The receipt at that place, as {@code seq|spent|body}. */
    public UsageReceipt receipt(int at) {
        String[] stored = text(at).split("\\|", 3);
        return new UsageReceipt(
                Long.parseLong(stored[0]), new BigInteger(stored[1]), ReceiptJson.body(JSON.readTree(stored[2])));
    }
}
