package com.protocolbanks.payroll.spreadsheet.source;

import com.protocolbanks.payroll.problems.ProblemCode;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import javax.xml.stream.XMLStreamConstants;
import org.jspecify.annotations.Nullable;

/** An {@code .xlsx} workbook (ECMA-376), read sheet by sheet in one pass each. */
public final class XlsxBook implements AutoCloseable {
    private static final int SHEETS = 200;
    private static final int RELATIONS = 10_000;
    private final ZipParts parts;
    private final ReadingLimits limits;
    private final List<Sheet> sheets;
    private @Nullable List<String> shared;
    private @Nullable NumberFormats formats;

    private XlsxBook(ZipParts parts, ReadingLimits limits, List<Sheet> sheets) {
        this.parts = parts;
        this.limits = limits;
        this.sheets = sheets;
    }

    /** One worksheet. */
    public record Sheet(String name, boolean hidden, String part) {}

    /**
     * Opens the workbook and lists its sheets; no row is read yet.
     *
     * @throws UnreadableFile when it is no workbook, or one that is not read
     */
    public static XlsxBook open(Path file, ReadingLimits limits) throws IOException {
        ZipParts parts = ZipParts.open(file, limits.archive());
        try {
            refuseOtherKinds(parts);
            return new XlsxBook(parts, limits, sheets(parts));
        } catch (IOException | RuntimeException e) {
            parts.close();
            throw e;
        }
    }

    private static void refuseOtherKinds(ZipParts parts) throws UnreadableFile {
        if (parts.anyEndsWith("vbaproject.bin")) {
            throw new UnreadableFile(ProblemCode.MACRO_WORKBOOK, "vbaProject.bin");
        }
        if (parts.has("xl/workbook.bin")) {
            throw new UnreadableFile(ProblemCode.BINARY_WORKBOOK, "workbook.bin");
        }
        if (parts.has("content.xml") || parts.has("mimetype")) {
            throw new UnreadableFile(ProblemCode.OPEN_DOCUMENT, "content.xml");
        }
        if (!parts.has("xl/workbook.xml")) {
            throw new UnreadableFile(ProblemCode.NOT_A_SPREADSHEET, "zip");
        }
    }

    private static List<Sheet> sheets(ZipParts parts) throws IOException {
        Map<String, String> targets = targets(parts);
        List<Sheet> sheets = new ArrayList<>();
        try (XmlPart xml = XmlPart.open(part(parts, "xl/workbook.xml"))) {
            for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
                if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("sheet")) {
                    String target = targets.getOrDefault(xml.attribute("id", ""), "");
                    boolean hidden = !xml.attribute("state", "visible").equals("visible");
                    // A chart sheet has no rows.
                    if (target.contains("worksheets/")) {
                        sheets.add(new Sheet(xml.attribute("name", ""), hidden, target));
                        atMost(SHEETS, sheets.size());
                    }
                }
            }
        }
        return List.copyOf(sheets);
    }

    private static Map<String, String> targets(ZipParts parts) throws IOException {
        Map<String, String> targets = new HashMap<>();
        try (XmlPart xml = XmlPart.open(part(parts, "xl/_rels/workbook.xml.rels"))) {
            for (int event = xml.next(); event != XMLStreamConstants.END_DOCUMENT; event = xml.next()) {
                if (event == XMLStreamConstants.START_ELEMENT && xml.name().equals("Relationship")) {
                    String target = xml.attribute("Target", "");
                    targets.put(xml.attribute("Id", ""), target.startsWith("/") ? target.substring(1) : "xl/" + target);
                    atMost(RELATIONS, targets.size());
                }
            }
        }
        return targets;
    }

    private static void atMost(int limit, int count) throws UnreadableFile {
        if (count > limit) {
            throw new UnreadableFile(ProblemCode.ZIP_TOO_MANY_ENTRIES, "> " + limit, limit);
        }
    }

    private static InputStream part(ZipParts parts, String name) throws IOException {
        Optional<InputStream> part = parts.open(name);
        if (part.isEmpty()) {
            throw new UnreadableFile(ProblemCode.FILE_DAMAGED, name);
        }
        return part.get();
    }

    /** In the workbook's order, hidden ones among them. */
    public List<Sheet> sheets() {
        return sheets;
    }

    /** Reads a sheet's rows until the end or until the sink has enough. */
    public SheetFacts read(Sheet sheet, RowSink sink) throws IOException {
        if (formats == null) {
            Optional<InputStream> styles = parts.open("xl/styles.xml");
            formats = styles.isPresent() ? NumberFormats.read(styles.get()) : NumberFormats.none();
        }
        if (shared == null) {
            Optional<InputStream> texts = parts.open("xl/sharedStrings.xml");
            shared = texts.isPresent() ? TextRuns.shared(texts.get(), limits.table()) : List.of();
        }
        return new SheetParser(sheet.name(), shared, formats, limits.table()).parse(part(parts, sheet.part()), sink);
    }

    @Override
    public void close() throws IOException {
        parts.close();
    }
}
