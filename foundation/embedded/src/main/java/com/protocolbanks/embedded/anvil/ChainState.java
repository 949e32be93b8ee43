package com.protocolbanks.embedded.anvil;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;

/**
 * What anvil has written of its chain, and a copy known to be whole.
 *
 * <p>anvil writes its file in place: killed while writing it leaves half a file, with which it refuses to start. So the
 * file is copied whenever it was seen whole, and the copy is put back when the file is not.
 */
public final class ChainState implements AutoCloseable {
    private static final Duration PERIOD = Duration.ofSeconds(2);

    private final Path live;
    private final Path good;
    private final Thread copier;

    private ChainState(Path folder) {
        this.live = folder.resolve("state.json");
        this.good = folder.resolve("state.good.json");
        this.copier = Thread.ofVirtual().name("chain-state").unstarted(this::copyForEver);
    }

    public static ChainState in(Path folder) {
        return new ChainState(folder);
    }

    public Path file() {
        return live;
    }

    /** Makes the file one that anvil can read, or absent. */
    public void repair() {
        try {
            if (Files.notExists(live) || isWhole(live)) {
                return;
            }
            if (Files.exists(good)) {
                Files.copy(good, live, StandardCopyOption.REPLACE_EXISTING);
            } else {
                Files.delete(live);
            }
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot repair the chain's state " + live, fault);
        }
    }

    public void beginCopying() {
        copier.start();
    }

    private void copyForEver() {
        try {
            while (true) {
                Thread.sleep(PERIOD);
                copyIfWhole();
            }
        } catch (InterruptedException _) {
            // closed
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot copy the chain's state " + live, fault);
        }
    }

    private void copyIfWhole() throws IOException {
        if (Files.notExists(live)) {
            return;
        }
        var part = good.resolveSibling("state.part.json");
        Files.copy(live, part, StandardCopyOption.REPLACE_EXISTING);
        if (isWhole(part)) {
            Files.move(part, good, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        }
    }

    /** Whether the file is one JSON object to its end; enough to tell a file that was cut off. */
    public static boolean isWhole(Path file) throws IOException {
        int depth = 0;
        boolean quoted = false;
        boolean escaped = false;
        boolean closed = false;
        try (var in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            for (int next = in.read(); next >= 0; next = in.read()) {
                if (escaped) {
                    escaped = false;
                } else if (quoted) {
                    escaped = next == '\\';
                    quoted = next != '"';
                } else if (next == '"') {
                    quoted = true;
                } else if (next == '{' || next == '[') {
                    depth++;
                } else if (next == '}' || next == ']') {
                    depth--;
                    closed = depth == 0;
                }
            }
        }
        return closed && !quoted && depth == 0;
    }

    @Override
    public void close() {
        copier.interrupt();
        try {
            copier.join();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
