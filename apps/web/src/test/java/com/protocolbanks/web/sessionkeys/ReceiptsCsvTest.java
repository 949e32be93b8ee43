package com.protocolbanks.web.sessionkeys;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.keys.BillingToken;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class ReceiptsCsvTest {
    private static final BillingToken USDC = new BillingToken("USDC", Address.ZERO, 6, "USD Coin", "2");

    @Test
    void amountsAreInTheTokenAndNoCellIsAFormula() {
        var body = new ReceiptBody(
                Hash32.ZERO,
                "-1+cmd",
                Instant.EPOCH,
                "chat",
                "=small,\"large\"",
                Hash32.ZERO,
                Hash32.ZERO,
                new Usage(10, 2, 5, 1, 0),
                1,
                BigInteger.TEN,
                BigInteger.ONE,
                BigInteger.ZERO,
                Outcome.DELIVERED);

        assertThat(ReceiptsCsv.line(new UsageReceipt(3, BigInteger.valueOf(12_345_678), body), USDC))
                .isEqualTo("1970-01-01T00:00:00Z," + Hash32.ZERO.hex()
                        + ",3,'-1+cmd,chat,\"'=small,\"\"large\"\"\",10,2,5,1,0,0.000001,12.345678,USDC,DELIVERED\r\n");
    }
}
