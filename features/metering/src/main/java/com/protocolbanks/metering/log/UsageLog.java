package com.protocolbanks.metering.log;

import com.protocolbanks.metering.Journal;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.atomic.AtomicBoolean;
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
    private static final int GROUP = 4096;

    private final Path folder;
    private final Durability durability;
    private final long segmentBytes;
    private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final Exposure exposure = new Exposure();
    private final AtomicBoolean broken = new AtomicBoolean();
    private final Thread writer;
    private FileChannel current;
    private long number;

    /** @param entry null for the last of all */
    private record Pending(@Nullable Entry entry, ByteBuffer frame, CompletableFuture<Void> written) {}

    private UsageLog(Path folder, Durability durability, long segmentBytes) throws IOException {
        this.folder = folder;
        this.durability = durability;
        this.segmentBytes = segmentBytes;
        Files.createDirectories(folder);
        var files = LogSegment.files(folder);
        this.number = files.isEmpty() ? 1 : LogSegment.number(files.getLast()) + 1;
        this.current = LogSegment.create(LogSegment.file(folder, number));
        this.writer = Thread.ofPlatform().name("usage-log").daemon().start(this::write);
    }

    /**
     * Opens the log of a folder that no other process uses; it goes on in a new file.
     *
     * @throws UncheckedIOException when the folder cannot be written
     */
    public static UsageLog open(Path folder, Durability durability) {
        return open(folder, durability, SEGMENT_BYTES);
    }

    /** @param segmentBytes after which a new file begins */
    static UsageLog open(Path folder, Durability durability, long segmentBytes) {
        try {
            return new UsageLog(folder, durability, segmentBytes);
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the usage log cannot be opened", unwritable);
        }
    }

    @Override
    public CompletionStage<Void> append(Entry entry) {
        var written = new CompletableFuture<Void>();
        if (broken.get()) {
            written.completeExceptionally(new IllegalStateException("the usage log cannot be written"));
            return written;
        }
        exposure.begins(entry);
        queue.add(new Pending(entry, LogSegment.frame(EntryJson.write(entry)), written));
        return written;
    }

    @Override
    public CompletionStage<Void> appendCharge(Entry entry) {
        var written = append(entry);
        return durability == Durability.STRICT ? written : CompletableFuture.completedFuture(null);
    }

    @Override
    public boolean isWritable() {
        return !broken.get();
    }

    /** How much is, and at worst was, charged and not yet on disk: what a loss of Redis and of this process at once would cost. */
    public Exposure exposure() {
        return exposure;
    }

    private void write() {
        var group = new ArrayList<Pending>();
        boolean open = true;
        while (open) {
            group.clear();
            try {
                group.add(queue.take());
            } catch (InterruptedException nobodyDoesThat) {
                continue;
            }
            queue.drainTo(group, GROUP - 1);
            open = !group.removeIf(one -> one.entry() == null);
            writeGroup(group);
        }
    }

    private void writeGroup(List<Pending> group) {
        if (group.isEmpty()) {
            return;
        }
        try {
            if (broken.get()) {
                throw new IOException("it could not be written before");
            }
            LogSegment.write(current, group.stream().map(Pending::frame).toList());
            current.force(false);
            group.forEach(this::written);
            if (current.size() >= segmentBytes) {
                rotate();
            }
        } catch (IOException fault) {
            if (!broken.getAndSet(true)) {
                LOG.error("the usage log cannot be written; nothing more is admitted", fault);
            }
            group.forEach(one -> one.written().completeExceptionally(fault));
        }
    }

    private void written(Pending one) {
        if (one.entry() != null) {
            exposure.ends(one.entry());
        }
        one.written().complete(null);
    }

    private synchronized void rotate() throws IOException {
        current.close();
        number++;
        current = LogSegment.create(LogSegment.file(folder, number));
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
    public synchronized int trim(Predicate<Entry> kept) {
        int removed = 0;
        try {
            for (var file : LogSegment.files(folder)) {
                if (LogSegment.number(file) >= number || !isKept(file, kept)) {
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
        queue.add(new Pending(null, ByteBuffer.allocate(0), new CompletableFuture<>()));
        try {
            writer.join();
            current.close();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        } catch (IOException fault) {
            LOG.warn("the usage log was not closed: {}", fault.getMessage());
        }
    }
}
