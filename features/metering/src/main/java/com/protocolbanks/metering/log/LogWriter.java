package com.protocolbanks.metering.log;

import com.protocolbanks.metering.Journal.Entry;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a log's frames, many at once, and puts them on disk beside that: one thread writes while the other waits for the
 * disk. What cannot be written waits and is tried again.
 */
final class LogWriter implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LogWriter.class);
    private static final int GROUP = 4096;
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);
    private static final Pending END = new Pending(null, ByteBuffer.allocate(0));

    private final Path folder;
    private final long segmentBytes;
    private final Disk disk;
    private final Exposure exposure;
    private final LinkedBlockingQueue<Pending> queue = new LinkedBlockingQueue<>();
    private final LinkedBlockingQueue<Group> unforced = new LinkedBlockingQueue<>();
    private final Thread writing;
    private final Thread forcing;
    private volatile boolean broken;
    private volatile boolean closing;
    private volatile boolean renew;
    private volatile long number;
    private FileChannel current;
    private long end;

    /** How bytes reach the disk. */
    interface Disk {
        /** Writes all of the frames at the channel's place. */
        void write(FileChannel channel, List<ByteBuffer> frames) throws IOException;

        void force(FileChannel channel) throws IOException;
    }

    /**
     * One thing to be written.
     *
     * @param entry null for none: who waits for it waits for what was before
     * @param written completes when it would outlive the process
     * @param forced completes when it would outlive the machine
     */
    record Pending(
            @Nullable Entry entry, ByteBuffer frame, CompletableFuture<Void> written, CompletableFuture<Void> forced) {
        Pending(@Nullable Entry entry, ByteBuffer frame) {
            this(entry, frame, new CompletableFuture<>(), new CompletableFuture<>());
        }

        void fail(Throwable why) {
            written.completeExceptionally(why);
            forced.completeExceptionally(why);
        }
    }

    private record Group(FileChannel file, List<Pending> entries, boolean isLast) {}

    LogWriter(Path folder, long segmentBytes, Disk disk, Exposure exposure) throws IOException {
        this.folder = folder;
        this.segmentBytes = segmentBytes;
        this.disk = disk;
        this.exposure = exposure;
        var files = LogSegment.files(folder);
        this.number = files.isEmpty() ? 1 : LogSegment.number(files.getLast()) + 1;
        this.current = LogSegment.create(LogSegment.file(folder, number));
        this.writing = Thread.ofPlatform().name("usage-log").daemon().start(this::write);
        this.forcing = Thread.ofPlatform().name("usage-log-disk").daemon().start(this::force);
    }

    /** The number of the file that is written. */
    long number() {
        return number;
    }

    boolean isBroken() {
        return broken;
    }

    void add(Pending one) {
        queue.add(one);
    }

    private void write() {
        boolean open = true;
        while (open) {
            var group = next(queue);
            open = !group.remove(END);
            boolean done = written(group);
            while (!done && !closing) {
                LockSupport.parkNanos(PAUSE_NANOS);
                done = written(group);
            }
            if (done) {
                group.forEach(one -> one.written().complete(null));
                unforced.add(new Group(current, group, !open));
            } else {
                group.forEach(one -> one.fail(new IOException("the usage log could not be written to its end")));
                unforced.add(new Group(current, List.of(), !open));
            }
        }
    }

    private static <T> List<T> next(LinkedBlockingQueue<T> from) {
        var all = new ArrayList<T>();
        while (all.isEmpty()) {
            try {
                all.add(from.take());
            } catch (InterruptedException nobodyDoesThat) {
                LOG.debug("waiting on", nobodyDoesThat);
            }
        }
        from.drainTo(all, GROUP - 1);
        return all;
    }

    /** What was written in part is taken back, so that it is not the end of the file. */
    private boolean written(List<Pending> group) {
        try {
            if (renew || end >= segmentBytes) {
                long next = number + 1;
                current = LogSegment.create(LogSegment.file(folder, next));
                number = next;
                end = 0;
                renew = false;
            }
            disk.write(
                    current, group.stream().map(one -> one.frame().duplicate()).toList());
            end = current.position();
            return true;
        } catch (IOException fault) {
            breaks(fault);
            try {
                current.truncate(end);
                current.position(end);
            } catch (IOException again) {
                renew = true;
            }
            return false;
        }
    }

    private void breaks(IOException fault) {
        if (!broken) {
            LOG.error("the usage log cannot be written; nothing is admitted until it can", fault);
        }
        broken = true;
    }

    private void force() {
        boolean open = true;
        var files = new LinkedHashSet<FileChannel>();
        while (open) {
            var groups = next(unforced);
            open = groups.stream().noneMatch(Group::isLast);
            groups.forEach(group -> files.add(group.file()));
            try {
                for (var file : files) {
                    disk.force(file);
                }
                if (broken && groups.stream().anyMatch(group -> !group.entries().isEmpty())) {
                    broken = false;
                    LOG.info("the usage log can be written again");
                }
                groups.forEach(group -> group.entries().forEach(this::forced));
                closeAllBut(groups.getLast().file(), files);
            } catch (IOException fault) {
                breaks(fault);
                again(groups, fault);
                files.forEach(LogWriter::close);
                files.clear();
            }
        }
        files.forEach(LogWriter::close);
    }

    /** A disk that failed once may have dropped what it was given: it is written anew, elsewhere. */
    private void again(List<Group> groups, IOException fault) {
        renew = true;
        for (var group : groups) {
            for (var one : group.entries()) {
                if (closing) {
                    one.fail(fault);
                } else {
                    queue.add(one);
                }
            }
        }
        LockSupport.parkNanos(PAUSE_NANOS);
    }

    private void forced(Pending one) {
        if (one.entry() != null) {
            exposure.ends(one.entry());
        }
        one.forced().complete(null);
    }

    private static void closeAllBut(FileChannel last, Set<FileChannel> files) {
        files.removeIf(file -> {
            if (file.equals(last)) {
                return false;
            }
            close(file);
            return true;
        });
    }

    private static void close(FileChannel file) {
        try {
            file.close();
        } catch (IOException fault) {
            LOG.warn("a file of the usage log was not closed: {}", fault.getMessage());
        }
    }

    /** Writes what is waiting and ends. */
    @Override
    public void close() {
        closing = true;
        queue.add(END);
        try {
            writing.join();
            forcing.join();
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
