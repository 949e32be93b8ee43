package com.protocolbanks.payouts.chunks;

import com.protocolbanks.evm.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** The contract's word on why an item failed, as the code that people's words are looked up by. */
final class FailureReason {
    private FailureReason() {}

    /**
     * The code of {@code ItemFailed.reason}: a fixed word where the cause is known, otherwise {@code UNKNOWN:} and the
     * 32 bytes in hex.
     */
    static String code(Hash32 reason) {
        var text = text(reason.bytes()).toLowerCase(Locale.ROOT);
        return switch (text) {
            case "returned_false", "out_of_gas", "no_reason" -> text.toUpperCase(Locale.ROOT);
            default -> {
                if (text.contains("blacklist") || text.contains("blocklist") || text.startsWith("bl-")) {
                    yield "BLACKLISTED";
                }
                yield text.contains("paused") ? "TOKEN_PAUSED" : "UNKNOWN:" + reason.hex();
            }
        };
    }

    private static String text(byte[] word) {
        int length = 0;
        while (length < word.length && word[length] >= 0x20 && word[length] < 0x7f) {
            length++;
        }
        return new String(word, 0, length, StandardCharsets.US_ASCII);
    }
}
