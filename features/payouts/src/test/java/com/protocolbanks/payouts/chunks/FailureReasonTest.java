package com.protocolbanks.payouts.chunks;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Hash32;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class FailureReasonTest {
    @Test
    void theContractsOwnWordsAreCodes() {
        assertThat(FailureReason.code(word("RETURNED_FALSE"))).isEqualTo("RETURNED_FALSE");
        assertThat(FailureReason.code(word("OUT_OF_GAS"))).isEqualTo("OUT_OF_GAS");
        assertThat(FailureReason.code(word("NO_REASON"))).isEqualTo("NO_REASON");
    }

    @Test
    void blacklistsOfKnownTokensAreRecognised() {
        assertThat(FailureReason.code(word("Blacklistable: account is blackl"))).isEqualTo("BLACKLISTED");
        assertThat(FailureReason.code(word("bl-to"))).isEqualTo("BLACKLISTED");
    }

    @Test
    void whatIsNotKnownKeepsItsBytes() {
        var reason = Hash32.of("0x" + "ab".repeat(32));
        assertThat(FailureReason.code(reason)).isEqualTo("UNKNOWN:" + reason.hex());
    }

    private static Hash32 word(String text) {
        return new Hash32(Arrays.copyOf(text.getBytes(StandardCharsets.US_ASCII), 32));
    }
}
