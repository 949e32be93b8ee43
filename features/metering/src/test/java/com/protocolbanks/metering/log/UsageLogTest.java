package com.protocolbanks.metering.log;

import static com.protocolbanks.metering.MeterBench.now;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.metering.Ceiling;
import com.protocolbanks.metering.Journal.Entry;
import com.protocolbanks.metering.MeterBench;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UsageLogTest {
    private static final SigningKey KEY = SigningKey.of(Hash32.of(BigInteger.ONE));

    @TempDir
    Path folder;

    @Test
    void whatWasWrittenIsReadAgainInOrder() {
        var entries = List.of(promised(100), charged(1), new Entry.Due(KEY.address(), body(2)), charged(2));
        try (var log = UsageLog.open(folder, Durability.STRICT)) {
            entries.forEach(entry -> now(log.append(entry)));
        }
        try (var log = UsageLog.open(folder, Durability.FAST)) {
            now(log.append(charged(3)));
            assertThat(read(log)).startsWith(entries.toArray(Entry[]::new)).endsWith(charged(3));
            assertThat(log.exposure().now()).isEqualTo(new Exposure.Figures(0, BigInteger.ZERO));
            assertThat(log.exposure().worst().entries()).isOne();
        }
    }

    @Test
    void whatWasHalfWrittenIsNotReadWhereverItBroke() throws IOException {
        try (var log = UsageLog.open(folder, Durability.STRICT)) {
            now(log.append(charged(1)));
            now(log.append(charged(2)));
        }
        var file = LogSegment.files(folder).getFirst();
        var whole = Files.readAllBytes(file);
        var first = LogSegment.frame(EntryJson.write(charged(1))).remaining();
        for (int cut = first; cut < whole.length; cut++) {
            Files.write(file, Arrays.copyOf(whole, cut));
            assertThat(payloads(file)).hasSize(1);
        }
        Files.write(file, whole);
        Files.write(file, new byte[] {0, 0, 0, 9, 1}, StandardOpenOption.APPEND);
        assertThat(payloads(file)).hasSize(2);
        whole[first + 20] ^= 1;
        Files.write(file, whole);
        assertThat(payloads(file)).hasSize(1);
    }

    @Test
    void fullFilesGoWhenAllTheyHoldIsKeptElsewhere() throws IOException {
        try (var log = UsageLog.open(folder, Durability.STRICT, 2000)) {
            for (int seq = 1; seq <= 20; seq++) {
                now(log.append(charged(seq)));
            }
            int files = LogSegment.files(folder).size();
            assertThat(files).isGreaterThan(3);
            assertThat(log.trim(entry -> seq(entry) <= 5)).isPositive();
            assertThat(read(log)).contains(charged(6), charged(20)).doesNotContain(charged(1));
            assertThat(log.trim(entry -> true)).isPositive();
            now(log.append(charged(21)));
            assertThat(read(log)).contains(charged(21));
        }
    }

    private static long seq(Entry entry) {
        return ((Entry.Charged) entry).receipt().seq();
    }

    private static List<Entry> read(UsageLog log) {
        var entries = new ArrayList<Entry>();
        log.replay(entries::add);
        return entries;
    }

    private static List<byte[]> payloads(Path file) throws IOException {
        var payloads = new ArrayList<byte[]>();
        LogSegment.read(file, payloads::add);
        return payloads;
    }

    private static Entry promised(long amount) {
        var config = new ChannelConfig(
                MeterBench.PAYER,
                KEY.address(),
                MeterBench.RECEIVER,
                MeterBench.AUTHORIZER,
                MeterBench.TOKEN,
                900,
                Hash32.ZERO);
        return new Entry.Promised(KEY.address(), amount, new Ceiling.Proof(config, KEY.sign(Hash32.ZERO)));
    }

    private static Entry charged(int seq) {
        return new Entry.Charged(KEY.address(), new UsageReceipt(seq, BigInteger.valueOf(seq), body(seq)));
    }

    private static ReceiptBody body(int number) {
        return new ReceiptBody(
                Hash32.ZERO,
                "request-" + number,
                MeterBench.NOW,
                "chat",
                "model \"quoted\"",
                Hash32.ZERO,
                Hash32.ZERO,
                Usage.NONE,
                1,
                BigInteger.ONE,
                BigInteger.ONE,
                BigInteger.ZERO,
                Outcome.DELIVERED);
    }
}
