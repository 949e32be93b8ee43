package com.protocolbanks.payroll.documents.drawing;

import com.protocolbanks.fonts.Face;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.GregorianCalendar;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.pdmodel.PDPage;
import org.apache.pdfbox.pdmodel.common.PDRectangle;
import org.apache.pdfbox.pdmodel.font.PDFont;
import org.apache.pdfbox.pdmodel.font.PDType0Font;
import org.apache.pdfbox.pdmodel.interactive.viewerpreferences.PDViewerPreferences;

/** A PDF being written; the same facts and the same drawing give the same bytes. */
public final class PdfFile {
    private final Typefaces typefaces;
    private final PDDocument document;
    private final Map<Face, PDFont> fonts = new EnumMap<>(Face.class);

    private PdfFile(Typefaces typefaces, PDDocument document) {
        this.typefaces = typefaces;
        this.document = document;
    }

    /**
     * What a reader's window says about the file.
     *
     * @param language its BCP 47 tag
     * @param created the creation date the file carries; never the time of rendering
     * @param id from which the file's identifier is made
     */
    public record Facts(String title, String author, String language, Instant created, UUID id) {}

    /** The bytes of a file that the drawing adds its pages to; one file at a time per typefaces. */
    public static byte[] write(Typefaces typefaces, Facts facts, Consumer<PdfFile> drawing) {
        typefaces.lock().lock();
        try (var document = new PDDocument()) {
            describe(document, facts);
            drawing.accept(new PdfFile(typefaces, document));
            var out = new ByteArrayOutputStream(16 * 1024);
            document.save(out);
            return out.toByteArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            typefaces.lock().unlock();
        }
    }

    /** Adds an A4 page and draws it. */
    public void page(Consumer<Sheet> drawing) {
        var page = new PDPage(PDRectangle.A4);
        document.addPage(page);
        try (var sheet = new Sheet(this, page)) {
            drawing.accept(sheet);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    Typefaces typefaces() {
        return typefaces;
    }

    PDDocument document() {
        return document;
    }

    /** The face as this file embeds it: only the characters drawn. */
    PDFont font(Face face) {
        return fonts.computeIfAbsent(face, wanted -> {
            try {
                return PDType0Font.load(document, typefaces.font(wanted), true);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    private static void describe(PDDocument document, Facts facts) {
        document.setDocumentId(facts.id().getMostSignificantBits() ^ facts.id().getLeastSignificantBits());
        var information = document.getDocumentInformation();
        information.setTitle(facts.title());
        information.setAuthor(facts.author());
        information.setProducer("ProtocolBanks");
        var created = GregorianCalendar.from(facts.created().atZone(ZoneOffset.UTC));
        information.setCreationDate(created);
        information.setModificationDate(created);
        var catalog = document.getDocumentCatalog();
        catalog.setLanguage(facts.language());
        var preferences = new PDViewerPreferences(new org.apache.pdfbox.cos.COSDictionary());
        preferences.setDisplayDocTitle(true);
        catalog.setViewerPreferences(preferences);
    }
}
