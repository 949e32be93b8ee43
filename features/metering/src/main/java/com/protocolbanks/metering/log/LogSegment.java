package com.protocolbanks.metering.log;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import java.util.zip.CRC32C;

/**
 * One file of the log: frames of length (4 bytes), CRC-32C of the payload (4 bytes) and payload. A frame that does not
 * hold together ends the file: the process ended while it was written.
 */
final class LogSegment {
    /** The machine's own. */
    static final LogWriter.Disk DISK = new LogWriter.Disk() {
        @Override
        public void write(FileChannel channel, List<ByteBuffer> frames) throws IOException {
            LogSegment.write(channel, frames);
        }

        @Override
        public void force(FileChannel channel) throws IOException {
            channel.force(false);
        }
    };

    private static final int HEADER = 8;
    private static final int LONGEST = 1 << 20;
    private static final String SUFFIX = ".log";

    private LogSegment() {}

    static Path file(Path folder, long number) {
        return folder.resolve(String.format(Locale.ROOT, "usage-%016x", number) + SUFFIX);
    }

    /** The files of the folder, oldest first. */
    static List<Path> files(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.getFileName().toString().matches("usage-[0-9a-f]{16}\\.log"))
                    .sorted()
                    .toList();
        }
    }

    static long number(Path file) {
        var name = file.getFileName().toString();
        return Long.parseUnsignedLong(name.substring("usage-".length(), name.length() - SUFFIX.length()), 16);
    }

    /** A new file, whose name is on disk too. */
    static FileChannel create(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
        try (var folder = FileChannel.open(parent(file), StandardOpenOption.READ)) {
            folder.force(true);
        }
        return channel;
    }

    private static Path parent(Path file) {
        var parent = file.getParent();
        if (parent == null) {
            throw new IllegalArgumentException("a file of the log lies in a folder");
        }
        return parent;
    }

    static ByteBuffer frame(byte[] payload) {
        if (payload.length > LONGEST) {
            throw new IllegalArgumentException("too long for the log: " + payload.length + " bytes");
        }
        return ByteBuffer.allocate(HEADER + payload.length)
                .putInt(payload.length)
                .putInt(checksum(payload))
                .put(payload)
                .flip();
    }

    static void write(FileChannel channel, List<ByteBuffer> frames) throws IOException {
        var left = new ArrayList<>(frames);
        while (!left.isEmpty()) {
            channel.write(left.toArray(ByteBuffer[]::new));
            left.removeIf(frame -> !frame.hasRemaining());
        }
    }

    /** Hands out each payload up to the end or the first frame that does not hold together. */
    static void read(Path file, Consumer<byte[]> reader) throws IOException {
        try (InputStream stream = new BufferedInputStream(Files.newInputStream(file), 1 << 16);
                DataInputStream data = new DataInputStream(stream)) {
            while (true) {
                int length = data.readInt();
                int checksum = data.readInt();
                if (length < 0 || length > LONGEST) {
                    return;
                }
                byte[] payload = data.readNBytes(length);
                if (payload.length < length || checksum(payload) != checksum) {
                    return;
                }
                reader.accept(payload);
            }
        } catch (EOFException end) {
            // the end, or a header half written
        }
    }

    private static int checksum(byte[] payload) {
        var sum = new CRC32C();
        sum.update(payload);
        return (int) sum.getValue();
    }
}
