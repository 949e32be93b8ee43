package com.protocolbanks.x402.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Hash32;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceiptSizeTest {
    /** So much is remembered of each request for up to two hours: what Redis is sized by. */
    private static final int MOST = 2_000;

    @Test
    void theLongestReceiptIsBounded() {
        var most = BigInteger.valueOf(1L << 53);
        var body = new ReceiptBody(
                new Hash32(new byte[32]),
                "r".repeat(120),
                Instant.parse("2026-11-22T12:34:56.789Z"),
                "r".repeat(100),
                "m".repeat(128),
                new Hash32(new byte[32]),
                new Hash32(new byte[32]),
                new Usage(Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE, Long.MAX_VALUE),
                Integer.MAX_VALUE,
                most,
                most,
                most,
                Outcome.UPSTREAM_CUT);

        assertThat(ReceiptJson.write(new UsageReceipt(Long.MAX_VALUE, most, body))
                        .toString())
                .hasSizeLessThan(MOST);
    }
}
