package com.protocolbanks.metering.log;

import com.protocolbanks.metering.Journal;
import com.protocolbanks.metering.Witness;
import com.protocolbanks.metering.log.LogWriter.Pending;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Vouchers and charges of one gateway on its own disk, many with one sync. What was written before the process ended is
 * read again; what was half written is not.
 */
public final class UsageLog implements Journal, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(UsageLog.class);
    private static final long SEGMENT_BYTES = 64L << 20;

    private final Path folder;
    private final Durability durability;
    private final Exposure exposure = new Exposure();
    private final LogWriter writer;
    private final Object order = new Object();
    private long fence;

    private UsageLog(Path folder, Durability durability, long segmentBytes, LogWriter.Disk disk) throws IOException {
        this.folder = folder;
        this.durability = durability;
        Files.createDirectories(folder);
        this.writer = new LogWriter(folder, segmentBytes, disk, exposure);
    }

    /**
     * Opens the log of a folder that no other process uses; it goes on in a new file.
     *
     * @throws UncheckedIOException when the folder cannot be written
     */
    public static UsageLog open(Path folder, Durability durability) {
        return open(folder, durability, SEGMENT_BYTES, LogSegment.DISK);
    }

    /** @param segmentBytes after which a new file begins */
    static UsageLog open(Path folder, Durability durability, long segmentBytes, LogWriter.Disk disk) {
        try {
            return new UsageLog(folder, durability, segmentBytes, disk);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the usage log cannot be opened", unwritable);
        }
    }

    /** While the log cannot be written, a voucher is refused, and a charge, which is made already, waits. */
    @Override
    public CompletionStage<Void> append(Entry entry) {
        return entry instanceof Entry.Promised && writer.isBroken()
                ? CompletableFuture.failedStage(new IllegalStateException("the usage log cannot be written"))
                : added(entry).forced();
    }

    @Override
    public CompletionStage<Void> appendCharge(Entry.Charged charge, long epoch) {
        synchronized (order) {
            return epoch < fence
                    ? CompletableFuture.failedStage(new Witness.NotWitnessed("the store was exchanged"))
                    : safe(added(charge));
        }
    }

    @Override
    public CompletionStage<Void> written() {
        return safe(added(null));
    }

    private CompletionStage<Void> safe(Pending one) {
        return durability == Durability.STRICT ? one.forced() : one.written();
    }

    private Pending added(@Nullable Entry entry) {
        if (entry == null) {
            var mark = new Pending(null, ByteBuffer.allocate(0));
            writer.add(mark);
            return mark;
        }
        exposure.begins(entry);
        var one = new Pending(entry, LogSegment.frame(EntryJson.write(entry)));
        writer.add(one);
        return one;
    }

    @Override
    public boolean isWritable() {
        return !writer.isBroken();
    }

    /**
     * How much is, and at worst was, charged and not yet on disk: what a loss of Redis and of this machine at once would
     * cost.
     */
    public Exposure exposure() {
        return exposure;
    }

    /**
     * Ends the charges of stores before that epoch: those that came in time are read by {@link #replay}, later ones fail.
     * Waits until the log is written up to here.
     */
    public void fence(long epoch) {
        Pending last;
        synchronized (order) {
            fence = Math.max(fence, epoch);
            last = added(null);
        }
        last.written().join();
    }

    /** Reads everything written so far, oldest first; answers how many entries that were. */
    public long replay(Consumer<Entry> reader) {
        long[] entries = {0};
        try {
            for (var file : LogSegment.files(folder)) {
                LogSegment.read(file, payload -> {
                    entries[0]++;
                    reader.accept(EntryJson.read(payload));
                });
            }
        } catch (IOException unreadable) {
            throw new UncheckedIOException("the usage log cannot be read", unreadable);
        }
        return entries[0];
    }

    /**
     * Removes the oldest files of which every entry is kept elsewhere; answers how many.
     *
     * @param kept whether Postgres has the entry
     */
    public int trim(Predicate<Entry> kept) {
        int removed = 0;
        try {
            for (var file : LogSegment.files(folder)) {
                if (LogSegment.number(file) >= writer.number() || !isKept(file, kept)) {
                    break;
                }
                Files.delete(file);
                removed++;
            }
        } catch (IOException fault) {
            LOG.warn("old files of the usage log stay for now: {}", fault.getMessage());
        }
        return removed;
    }

    private static boolean isKept(Path file, Predicate<Entry> kept) throws IOException {
        boolean[] all = {true};
        LogSegment.read(file, payload -> all[0] = all[0] && kept.test(EntryJson.read(payload)));
        return all[0];
    }

    /** Writes what is waiting and ends. */
    @Override
    public void close() {
        writer.close();
    }
}
