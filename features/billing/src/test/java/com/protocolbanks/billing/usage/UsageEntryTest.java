package com.protocolbanks.billing.usage;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.math.BigInteger;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import org.junit.jupiter.api.Test;

class UsageEntryTest {
    private static final Hash32 CHANNEL = Hash32.of(BigInteger.valueOf(77));
    private static final Address SOMEBODY = Address.of("0x00000000000000000000000000000000000000a1");
    private static final SigningKey KEY = SigningKey.generate(new SecureRandom());

    @Test
    void eachKindIsReadAsItWasWritten() throws Exception {
        var receipt = new UsageEntry.OfReceipt(receipt());
        var head = new UsageEntry.OfHead(
                ReceiptChain.beginning(CHANNEL).then(receipt()), KEY.sign(CHANNEL), KEY.address());
        var config = new ChannelConfig(SOMEBODY, KEY.address(), SOMEBODY, SOMEBODY, SOMEBODY, 900, CHANNEL);
        var voucher = new UsageEntry.OfVoucher(config, new Voucher(CHANNEL, BigInteger.TEN.pow(30)), KEY.sign(CHANNEL));

        for (UsageEntry entry : new UsageEntry[] {receipt, head, voucher}) {
            assertThat(UsageEntry.parse(entry.fields())).isEqualTo(entry);
        }
    }

    @Test
    void aReceiptWhoseDigestIsAnothersIsRefused() {
        var fields = new HashMap<>(new UsageEntry.OfReceipt(receipt()).fields());
        fields.computeIfPresent("b", (_, body) -> body.replace("\"charged\":\"5\"", "\"charged\":\"4\""));

        assertThatThrownBy(() -> UsageEntry.parse(fields)).isInstanceOf(UsageEntry.Malformed.class);
    }

    @Test
    void otherFieldsAreRefused() {
        var fields = new HashMap<>(new UsageEntry.OfReceipt(receipt()).fields());
        for (String name : new UsageEntry.OfReceipt(receipt()).fields().keySet()) {
            var without = new HashMap<>(fields);
            without.remove(name);
            assertThatThrownBy(() -> UsageEntry.parse(without)).isInstanceOf(UsageEntry.Malformed.class);
            var wrong = new HashMap<>(fields);
            wrong.put(name, "wrong");
            assertThatThrownBy(() -> UsageEntry.parse(wrong)).isInstanceOf(UsageEntry.Malformed.class);
        }
    }

    @Test
    void aKeysShardIsItsFirstByte() {
        assertThat(UsageStream.shard(Address.of("0x1f000000000000000000000000000000000000a1")))
                .isEqualTo("0f");
        assertThat(UsageStream.shards()).hasSize(16).contains("00", "09", "0a", "0f");
        assertThat(UsageStream.receipts("0a")).isEqualTo("pb:{0a}:receipts");
    }

    private static UsageReceipt receipt() {
        var body = new ReceiptBody(
                CHANNEL,
                "request-1",
                Instant.parse("2026-03-01T08:00:00Z"),
                "chat",
                "small-1",
                CHANNEL,
                Hash32.ZERO,
                new Usage(10, 2, 3, 1, 0),
                4,
                BigInteger.TEN,
                BigInteger.valueOf(5),
                BigInteger.ZERO,
                Outcome.DELIVERED);
        return new UsageReceipt(1, BigInteger.valueOf(5), body);
    }
}
