package com.protocolbanks.payroll.spreadsheet.source;

import com.protocolbanks.payroll.problems.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;

/** What a file is by its first bytes; its name is not asked. */
public enum FileKind {
    XLSX,
    CSV;

    private static final int LOOKED_AT = 4_096;
    private static final byte[] ZIP = HexFormat.of().parseHex("504b0304");
    private static final byte[] EMPTY_ZIP = HexFormat.of().parseHex("504b0506");
    /** OLE2: the .xls of before 2007, and any encrypted .xlsx. */
    private static final byte[] COMPOUND = HexFormat.of().parseHex("d0cf11e0a1b11ae1");

    /**
     * Tells the kind by the file's first bytes, never by its name.
     *
     * @throws UnreadableFile for anything but a workbook or plain text
     */
    public static FileKind of(Path file) throws IOException {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(LOOKED_AT);
        }
        if (start.length == 0) {
            throw new UnreadableFile(ProblemCode.FILE_EMPTY, "0");
        }
        if (startsWith(start, COMPOUND)) {
            throw new UnreadableFile(ProblemCode.OLD_OR_ENCRYPTED_WORKBOOK, "OLE2");
        }
        if (startsWith(start, ZIP) || startsWith(start, EMPTY_ZIP)) {
            return XLSX;
        }
        if (utf16(start)) {
            throw new UnreadableFile(ProblemCode.ENCODING_UNKNOWN, "UTF-16");
        }
        for (byte b : start) {
            if (b == 0) {
                throw new UnreadableFile(
                        ProblemCode.NOT_A_SPREADSHEET, HexFormat.of().formatHex(start, 0, Math.min(8, start.length)));
            }
        }
        if (startsWith(start, "%PDF".getBytes(java.nio.charset.StandardCharsets.US_ASCII))) {
            throw new UnreadableFile(ProblemCode.NOT_A_SPREADSHEET, "PDF");
        }
        return CSV;
    }

    private static boolean utf16(byte[] start) {
        return start.length > 1
                && ((start[0] == (byte) 0xff && start[1] == (byte) 0xfe)
                        || (start[0] == (byte) 0xfe && start[1] == (byte) 0xff));
    }

    private static boolean startsWith(byte[] bytes, byte[] magic) {
        return bytes.length >= magic.length && Arrays.equals(bytes, 0, magic.length, magic, 0, magic.length);
    }
}
