package com.protocolbanks.sdk.receipts;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What a receipt says of an answer counts, except where its gateway was gone before the request's end. */
class LostAnswerTest {
    private static final Hash32 CHANNEL = Hash32.of(BigInteger.valueOf(7));
    private static final Hash32 ANSWER = Hash32.of(BigInteger.TEN);
    private static final Hash32 OTHER = Hash32.of(BigInteger.TWO);

    private final ReceiptLedger ledger = new ReceiptLedger(
            new HeadDomain(new ChainId(31337), SettlementDomain.CANONICAL), Set.of(), ReceiptChain.beginning(CHANNEL));

    private static UsageReceipt receipt(Hash32 response, Outcome outcome) {
        return new UsageReceipt(
                1,
                BigInteger.ONE,
                new ReceiptBody(
                        CHANNEL,
                        "request",
                        Instant.EPOCH,
                        "chat",
                        "model",
                        Hash32.ZERO,
                        response,
                        Usage.NONE,
                        1,
                        BigInteger.TEN,
                        BigInteger.ONE,
                        BigInteger.ZERO,
                        outcome));
    }

    @Test
    void aReceiptOfARequestWhoseEndNobodySawSaysNothingOfTheAnswer() {
        ledger.answered("request", ANSWER);
        ledger.add(receipt(Hash32.ZERO, Outcome.EXPIRED));
        assertThat(ledger.findings()).isEmpty();
        assertThat(ledger.verified().spent()).isOne();
    }

    @Test
    void anyOtherReceiptIsHeldAgainstTheAnswer() {
        for (var outcome : Outcome.values()) {
            var told = new ReceiptLedger(
                    new HeadDomain(new ChainId(31337), SettlementDomain.CANONICAL),
                    Set.of(),
                    ReceiptChain.beginning(CHANNEL));
            told.answered("request", ANSWER);
            told.add(receipt(OTHER, outcome));
            assertThat(told.findings()).containsExactly(new Finding.Altered(1, Finding.Part.RESPONSE));
        }
        ledger.answered("request", ANSWER);
        ledger.add(receipt(Hash32.ZERO, Outcome.DELIVERED));
        assertThat(ledger.findings()).containsExactly(new Finding.Altered(1, Finding.Part.RESPONSE));
    }
}
