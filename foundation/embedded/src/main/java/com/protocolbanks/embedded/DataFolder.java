package com.protocolbanks.embedded;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import org.jspecify.annotations.Nullable;

/**
 * The folder in which local servers keep their data, used by one process at a time.
 *
 * <p>Each server keeps its port over restarts, so that addresses written down stay right.
 */
public final class DataFolder implements AutoCloseable {
    private final Path path;
    private final FileChannel channel;
    private final FileLock lock;

    private DataFolder(Path path, FileChannel channel, FileLock lock) {
        this.path = path;
        this.channel = channel;
        this.lock = lock;
    }

    /**
     * Makes the folder if need be and takes it for this process.
     *
     * @throws IllegalStateException when another living process has it
     */
    public static DataFolder open(Path path) {
        try {
            Files.createDirectories(path);
            var channel = FileChannel.open(path.resolve("in-use"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            var lock = tryLock(channel);
            if (lock == null) {
                channel.close();
                throw new IllegalStateException(
                        "another ProtocolBanks process is using " + path + "; stop it first, or name another folder");
            }
            return new DataFolder(path.toAbsolutePath(), channel, lock);
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot use the folder " + path, fault);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException ours) {
            return null;
        }
    }

    Path resolve(String name) {
        return path.resolve(name);
    }

    /** The port of a server: the one it had before, unless a stranger has taken it meanwhile. */
    int port(String server) {
        var file = path.resolve(server + ".port");
        try {
            if (Files.exists(file)) {
                int before = Integer.parseInt(Files.readString(file).strip());
                if (FreePorts.isFree(before)) {
                    return before;
                }
            }
            int port = FreePorts.next();
            Files.writeString(file, Integer.toString(port));
            return port;
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot keep the port of " + server + " in " + path, fault);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }
}
