package com.protocolbanks.metering.log;

import static com.protocolbanks.metering.MeterBench.now;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.Eventually;
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
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
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
        try (var log = UsageLog.open(folder, Durability.STRICT, 2000, LogSegment.DISK)) {
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

    @Test
    void whileTheDiskIsFullVouchersAreRefusedAndChargesWait() {
        var full = new AtomicBoolean();
        var disk = new LogWriter.Disk() {
            @Override
            public void write(FileChannel channel, List<ByteBuffer> frames) throws IOException {
                if (full.get()) {
                    // half of it, as a full disk does
                    channel.write(frames.getFirst().slice(0, frames.getFirst().remaining() / 2));
                    throw new IOException("No space left on device");
                }
                LogSegment.DISK.write(channel, frames);
            }

            @Override
            public void force(FileChannel channel) throws IOException {
                LogSegment.DISK.force(channel);
            }
        };
        try (var log = UsageLog.open(folder, Durability.FAST, 1 << 20, disk)) {
            now(log.append(promised(100)));
            full.set(true);
            var waiting = log.appendCharge(charged(1), 1).toCompletableFuture();
            Eventually.isTrue("it is seen", () -> !log.isWritable());
            assertThat(log.append(promised(200)).toCompletableFuture()).isCompletedExceptionally();
            assertThat(waiting).isNotDone();

            full.set(false);
            now(waiting);
            Eventually.isTrue("it is writable again", log::isWritable);
            now(log.append(promised(300)));
            assertThat(read(log)).containsExactly(promised(100), charged(1), promised(300));
        }
    }

    @Test
    void aDiskThatLostWhatItTookIsGivenItAgain() {
        var failures = new AtomicInteger(2);
        var disk = new LogWriter.Disk() {
            @Override
            public void write(FileChannel channel, List<ByteBuffer> frames) throws IOException {
                LogSegment.DISK.write(channel, frames);
            }

            @Override
            public void force(FileChannel channel) throws IOException {
                if (failures.getAndDecrement() > 0) {
                    channel.truncate(0);
                    throw new IOException("Input/output error");
                }
                LogSegment.DISK.force(channel);
            }
        };
        try (var log = UsageLog.open(folder, Durability.STRICT, 1 << 20, disk)) {
            now(log.append(charged(1)));
            assertThat(read(log)).contains(charged(1));
            assertThat(log.isWritable()).isTrue();
        }
    }

    @Test
    void aChargeThatIsHeardOfWhenTheStoreIsRefilledAlreadyIsNotTaken() {
        try (var log = UsageLog.open(folder, Durability.FAST)) {
            now(log.appendCharge(charged(1), 1));
            log.fence(2);
            assertThat(log.appendCharge(charged(2), 1).toCompletableFuture()).isCompletedExceptionally();
            now(log.appendCharge(charged(3), 2));
            log.fence(2);
            assertThat(read(log)).containsExactly(charged(1), charged(3));
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

    private static Entry.Charged charged(int seq) {
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
