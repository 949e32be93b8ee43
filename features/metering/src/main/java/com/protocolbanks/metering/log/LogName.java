package com.protocolbanks.metering.log;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;
import java.util.function.Supplier;

/**
 * What tells one log from another that lies in the same place: an emptied folder is not the log that was there before, and
 * a moved one still is.
 */
public final class LogName {
    private static final String FILE = "log-name";

    private LogName() {}

    /**
     * The name of the folder's log, written there when it has none.
     *
     * @throws UncheckedIOException when the folder cannot be written
     */
    public static String of(Path folder, Supplier<UUID> names) {
        var file = folder.resolve(FILE);
        try {
            Files.createDirectories(folder);
            if (!Files.exists(file)) {
                var begun = folder.resolve(FILE + ".begun");
                write(begun, names.get().toString());
                Files.move(begun, file, StandardCopyOption.ATOMIC_MOVE);
            }
            return Files.readString(file).strip();
        } catch (IOException unwritable) {
            throw new UncheckedIOException("the usage log's folder cannot be used", unwritable);
        }
    }

    private static void write(Path file, String name) throws IOException {
        try (var channel = FileChannel.open(
                file, StandardOpenOption.CREATE, StandardOpenOption.TRUNCATE_EXISTING, StandardOpenOption.WRITE)) {
            channel.write(ByteBuffer.wrap(name.getBytes(StandardCharsets.US_ASCII)));
            channel.force(true);
        }
    }
}
