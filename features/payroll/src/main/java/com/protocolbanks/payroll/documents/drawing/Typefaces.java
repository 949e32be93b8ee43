package com.protocolbanks.payroll.documents.drawing;

import com.protocolbanks.fonts.Face;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.apache.fontbox.ttf.CmapLookup;
import org.apache.fontbox.ttf.TTFParser;
import org.apache.fontbox.ttf.TrueTypeFont;
import org.apache.pdfbox.io.RandomAccessReadBuffer;

/**
 * The faces of the product, parsed once and shared by every document.
 *
 * <p>A parsed face reads on while it is used and is not safe for two documents at once: whoever draws holds
 * {@link #lock()}.
 */
public final class Typefaces {
    /** The geta mark, which Chinese and Japanese print sets where it has no type for a character. */
    private static final int MISSING = 0x3013;

    private static final int PLANES = 0x30000;

    private final Map<Face, Parsed> faces = new EnumMap<>(Face.class);
    private final ReentrantLock lock = new ReentrantLock();

    public Typefaces() {
        for (Face face : Face.values()) {
            faces.put(face, Parsed.of(face));
        }
    }

    ReentrantLock lock() {
        return lock;
    }

    TrueTypeFont font(Face face) {
        return parsed(face).font;
    }

    /** The width of a printable text in thousandths of its size. */
    long width(Face face, String text) {
        Parsed parsed = parsed(face);
        long width = 0;
        for (int at = 0; at < text.length(); ) {
            int codePoint = text.codePointAt(at);
            width += parsed.advance(codePoint);
            at += Character.charCount(codePoint);
        }
        return width;
    }

    /** The text with its accents composed, control characters as blanks, and a geta mark for what the face cannot draw. */
    String printable(Face face, String text) {
        String composed = Normalizer.isNormalized(text, Normalizer.Form.NFC)
                ? text
                : Normalizer.normalize(text, Normalizer.Form.NFC);
        Parsed parsed = parsed(face);
        if (composed.codePoints().allMatch(parsed::draws)) {
            return composed;
        }
        var drawn = new StringBuilder(composed.length());
        composed.codePoints()
                .map(codePoint ->
                        parsed.draws(codePoint) ? codePoint : Character.isISOControl(codePoint) ? ' ' : MISSING)
                .forEach(drawn::appendCodePoint);
        return drawn.toString();
    }

    private Parsed parsed(Face face) {
        Parsed parsed = faces.get(face);
        if (parsed == null) {
            throw new IllegalStateException("no such face: " + face);
        }
        return parsed;
    }

    /** A face with the widths of the characters it was asked for, -2 for not asked yet and -1 for none. */
    private record Parsed(TrueTypeFont font, CmapLookup glyphs, int[] advances) {
        static Parsed of(Face face) {
            try {
                TrueTypeFont font = new TTFParser().parse(new RandomAccessReadBuffer(face.read()));
                // Ligatures would cost a look-up per word and change no meaning here.
                font.setEnableGsub(false);
                int[] advances = new int[PLANES];
                Arrays.fill(advances, -2);
                return new Parsed(font, font.getUnicodeCmapLookup(), advances);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        boolean draws(int codePoint) {
            return advance(codePoint) >= 0;
        }

        int advance(int codePoint) {
            if (codePoint >= advances.length) {
                return -1;
            }
            if (advances[codePoint] == -2) {
                advances[codePoint] = look(codePoint);
            }
            return advances[codePoint];
        }

        private int look(int codePoint) {
            int glyph = Character.isISOControl(codePoint) ? 0 : glyphs.getGlyphId(codePoint);
            if (glyph == 0) {
                return -1;
            }
            try {
                return font.getAdvanceWidth(glyph) * 1000 / font.getUnitsPerEm();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
