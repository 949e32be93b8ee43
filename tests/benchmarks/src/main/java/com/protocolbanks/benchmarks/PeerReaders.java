package com.protocolbanks.benchmarks;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import javax.xml.parsers.ParserConfigurationException;
import org.apache.poi.openxml4j.exceptions.OpenXML4JException;
import org.apache.poi.openxml4j.opc.OPCPackage;
import org.apache.poi.openxml4j.opc.PackageAccess;
import org.apache.poi.util.XMLHelper;
import org.apache.poi.xssf.eventusermodel.ReadOnlySharedStringsTable;
import org.apache.poi.xssf.eventusermodel.XSSFReader;
import org.apache.poi.xssf.eventusermodel.XSSFSheetXMLHandler;
import org.apache.poi.xssf.usermodel.XSSFComment;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;
import org.jspecify.annotations.Nullable;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;
import org.xml.sax.XMLReader;

/** The same rows through other people's readers, unchecked: cells as texts and the amount as a decimal. */
final class PeerReaders {
    private static final int AMOUNT = 3;

    private PeerReaders() {}

    private record PeerRow(List<String> cells, BigDecimal amount) {}

    /** Apache POI's streaming reader. */
    static int poiSax(Path file) throws IOException, OpenXML4JException, SAXException, ParserConfigurationException {
        try (OPCPackage opened = OPCPackage.open(file.toFile(), PackageAccess.READ)) {
            XSSFReader reader = new XSSFReader(opened);
            Collecting rows = new Collecting();
            XMLReader parser = XMLHelper.newXMLReader();
            parser.setContentHandler(new XSSFSheetXMLHandler(
                    reader.getStylesTable(), new ReadOnlySharedStringsTable(opened), rows, false));
            try (InputStream sheet = reader.getSheetsData().next()) {
                parser.parse(new InputSource(sheet));
            }
            return rows.rows.size() - 1;
        }
    }

    /** fastexcel's reader. */
    static int fastexcel(Path file) throws IOException {
        List<PeerRow> rows = new ArrayList<>();
        try (ReadableWorkbook workbook = new ReadableWorkbook(file.toFile());
                var stream = workbook.getFirstSheet().openStream()) {
            stream.skip(1).forEach(row -> rows.add(peerRow(row)));
        }
        return rows.size();
    }

    private static PeerRow peerRow(Row row) {
        List<String> cells = new ArrayList<>(row.getCellCount());
        for (int i = 0; i < row.getCellCount(); i++) {
            cells.add(row.getCellText(i));
        }
        return new PeerRow(cells, row.getCellAsNumber(AMOUNT).orElseThrow());
    }

    private static final class Collecting implements XSSFSheetXMLHandler.SheetContentsHandler {
        private final List<PeerRow> rows = new ArrayList<>();
        private List<String> cells = new ArrayList<>();

        @Override
        public void startRow(int row) {
            cells = new ArrayList<>();
        }

        @Override
        public void endRow(int row) {
            rows.add(new PeerRow(cells, row == 0 ? BigDecimal.ZERO : new BigDecimal(cells.get(AMOUNT))));
        }

        @Override
        public void cell(@Nullable String reference, @Nullable String text, @Nullable XSSFComment comment) {
            cells.add(text == null ? "" : text);
        }
    }
}
