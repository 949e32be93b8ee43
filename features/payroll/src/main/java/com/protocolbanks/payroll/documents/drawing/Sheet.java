package com.protocolbanks.payroll.documents.drawing;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.apache.pdfbox.cos.COSArray;
import org.apache.pdfbox.cos.COSInteger;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.PDPageContentStream;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.interactive.action.PDActionURI;
import org.apache.pdfbox.pdmodel.interactive.annotation.PDAnnotationLink;

/** One A4 page being drawn; x and y in points from its top left, y of a text is its base line. */
public final class Sheet implements AutoCloseable {
    public static final float WIDTH = PDRectangle.A4.getWidth();
    public static final float HEIGHT = PDRectangle.A4.getHeight();

    private final PdfFile file;
    private final PDPage page;
    private final PDPageContentStream content;

    Sheet(PdfFile file, PDPage page) throws IOException {
        this.file = file;
        this.page = page;
        this.content = new PDPageContentStream(file.document(), page);
    }

    /** Draws a text from x to the right and returns where it ends. */
    public float text(float x, float y, Style style, String text) {
        String drawn = file.typefaces().printable(style.face(), text);
        draw(() -> {
            content.setNonStrokingColor(
                    style.ink().red(), style.ink().green(), style.ink().blue());
            content.beginText();
            content.setFont(file.font(style.face()), style.size());
            content.newLineAtOffset(x, HEIGHT - y);
            content.showText(drawn);
            content.endText();
        });
        return x + measured(style, drawn);
    }

    /** Draws a text that ends at x. */
    public void textEndingAt(float x, float y, Style style, String text) {
        text(x - width(style, text), y, style, text);
    }

    public float width(Style style, String text) {
        return measured(style, file.typefaces().printable(style.face(), text));
    }

    /** The text, shortened with an ellipsis where it is wider than {@code room}; never for an amount. */
    public String fitted(Style style, String text, float room) {
        if (width(style, text) <= room) {
            return text;
        }
        int end = text.length();
        while (end > 0 && width(style, text.substring(0, end) + "…") > room) {
            end = text.offsetByCodePoints(end, -1);
        }
        return text.substring(0, end) + "…";
    }

    /** The style, smaller where the text would be wider than {@code room}. */
    public Style shrunk(Style style, String text, float room) {
        float width = width(style, text);
        return width <= room ? style : new Style(style.face(), style.size() * room / width, style.ink());
    }

    /** The text in lines no wider than {@code room}; breaks at blanks, and between any two Chinese characters. */
    public List<String> lines(Style style, String text, float room) {
        var lines = new ArrayList<String>();
        int start = 0;
        int lastBreak = 0;
        for (int at = 0; at < text.length(); ) {
            int next = text.offsetByCodePoints(at, 1);
            if (width(style, text.substring(start, next)) > room && at > start) {
                int end = lastBreak > start ? lastBreak : at;
                lines.add(text.substring(start, end).strip());
                start = end;
            }
            if (breaksAfter(text.codePointAt(at))) {
                lastBreak = next;
            }
            at = next;
        }
        lines.add(text.substring(start).strip());
        return lines;
    }

    public void rule(float fromX, float y, float toX, float thickness, Ink ink) {
        box(fromX, y, toX - fromX, thickness, ink);
    }

    /** A filled rectangle whose top left is at x, y. */
    public void box(float x, float y, float width, float height, Ink ink) {
        draw(() -> {
            content.setNonStrokingColor(ink.red(), ink.green(), ink.blue());
            content.addRect(x, HEIGHT - y - height, width, height);
            content.fill();
        });
    }

    /** Makes a rectangle of the page open an address. */
    public void link(float x, float y, float width, float height, String address) {
        draw(() -> {
            var action = new PDActionURI();
            action.setURI(address);
            var link = new PDAnnotationLink();
            link.setAction(action);
            link.setRectangle(new PDRectangle(x, HEIGHT - y - height, width, height));
            var noBorder = new COSArray();
            for (int i = 0; i < 3; i++) {
                noBorder.add(COSInteger.ZERO);
            }
            link.setBorder(noBorder);
            page.getAnnotations().add(link);
        });
    }

    /** A QR code of the text (ISO/IEC 18004, error correction M) in a square. */
    public void qrCode(float x, float y, float size, String text) {
        var modules = QrModules.of(text);
        float step = size / modules.side();
        draw(() -> {
            content.setNonStrokingColor(Ink.TEXT.red(), Ink.TEXT.green(), Ink.TEXT.blue());
            for (var run : modules.runs()) {
                content.addRect(
                        x + run.column() * step, HEIGHT - y - (run.row() + 1) * step, run.length() * step, step);
            }
            content.fill();
        });
    }

    @Override
    public void close() throws IOException {
        content.close();
    }

    private float measured(Style style, String printable) {
        return file.typefaces().width(style.face(), printable) * style.size() / 1000f;
    }

    private static boolean breaksAfter(int codePoint) {
        return Character.isWhitespace(codePoint)
                || Character.isIdeographic(codePoint)
                || "，。；、：）".indexOf(codePoint) >= 0;
    }

    private static void draw(Drawing drawing) {
        try {
            drawing.run();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @FunctionalInterface
    private interface Drawing {
        void run() throws IOException;
    }
}
