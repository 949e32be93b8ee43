package com.protocolbanks.payroll.spreadsheet.source;

import com.protocolbanks.payroll.problems.ProblemCode;
import java.io.EOFException;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.Enumeration;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** The parts of a workbook's zip archive, checked by name first and counted by the byte while they inflate. */
final class ZipParts implements AutoCloseable {
    /** No honest part goes on so long without closing a tag; what does would fill the parser's buffer. */
    private static final int LONGEST_RUN = 1 << 20;

    private final ZipFile zip;
    private final Map<String, ZipEntry> parts = new HashMap<>();
    private final ReadingLimits.Archive limits;
    private long inflated;

    private ZipParts(ZipFile zip, ReadingLimits.Archive limits) {
        this.zip = zip;
        this.limits = limits;
    }

    static ZipParts open(Path file, ReadingLimits.Archive limits) throws IOException {
        ZipFile zip;
        try {
            zip = new ZipFile(file.toFile());
        } catch (ZipException | EOFException | IllegalArgumentException e) {
            throw damaged(e);
        }
        ZipParts opened = new ZipParts(zip, limits);
        try {
            opened.check();
            return opened;
        } catch (IOException | RuntimeException e) {
            opened.close();
            throw e;
        }
    }

    private static UnreadableFile damaged(Exception e) {
        return new UnreadableFile(ProblemCode.FILE_DAMAGED, UnreadableFile.reason(e));
    }

    private void check() throws UnreadableFile {
        if (zip.size() > limits.entries()) {
            throw new UnreadableFile(ProblemCode.ZIP_TOO_MANY_ENTRIES, String.valueOf(zip.size()), limits.entries());
        }
        Enumeration<? extends ZipEntry> entries = zip.entries();
        while (entries.hasMoreElements()) {
            ZipEntry entry = entries.nextElement();
            String name = entry.getName();
            boolean inside = !name.startsWith("/")
                    && name.indexOf('\\') < 0
                    && name.indexOf(':') < 0
                    && name.chars().noneMatch(Character::isISOControl)
                    && !("/" + name + "/").contains("/../");
            if (!inside) {
                throw new UnreadableFile(ProblemCode.ZIP_BAD_PATH, name);
            }
            // Part names ignore case (ECMA-376 part 2), so two that differ in case alone are one.
            if (parts.put(name.toLowerCase(Locale.ROOT), entry) != null) {
                throw new UnreadableFile(ProblemCode.ZIP_DUPLICATE_ENTRY, name);
            }
        }
    }

    boolean has(String name) {
        return parts.containsKey(name.toLowerCase(Locale.ROOT));
    }

    boolean anyEndsWith(String ending) {
        return parts.keySet().stream().anyMatch(name -> name.endsWith(ending));
    }

    Optional<InputStream> open(String name) throws IOException {
        ZipEntry entry = parts.get(name.toLowerCase(Locale.ROOT));
        try {
            return entry == null ? Optional.empty() : Optional.of(new Counted(zip.getInputStream(entry)));
        } catch (ZipException | EOFException e) {
            throw damaged(e);
        }
    }

    @Override
    public void close() throws IOException {
        zip.close();
    }

    private final class Counted extends FilterInputStream {
        private int run;

        Counted(InputStream in) {
            super(in);
        }

        @Override
        public int read() throws IOException {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] buffer, int offset, int length) throws IOException {
            int read;
            try {
                read = super.read(buffer, offset, length);
            } catch (ZipException | EOFException e) {
                throw damaged(e);
            }
            if (read > 0) {
                count(buffer, offset, read);
            }
            return read;
        }

        private void count(byte[] buffer, int offset, int read) throws UnreadableFile {
            inflated += read;
            int last = offset + read - 1;
            while (last >= offset && buffer[last] != '>') {
                last--;
            }
            run = last < offset ? run + read : offset + read - 1 - last;
            if (inflated > limits.inflatedBytes() || run > LONGEST_RUN) {
                throw new UnreadableFile(
                        ProblemCode.ZIP_TOO_LARGE_INSIDE, String.valueOf(inflated), limits.inflatedBytes());
            }
        }
    }
}
