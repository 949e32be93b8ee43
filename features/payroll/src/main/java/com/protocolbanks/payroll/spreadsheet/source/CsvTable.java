package com.protocolbanks.payroll.spreadsheet.source;

import com.protocolbanks.payroll.cells.CellKind;
import com.protocolbanks.payroll.problems.Place;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import de.siegmar.fastcsv.reader.CsvParseException;
import de.siegmar.fastcsv.reader.CsvReader;
import de.siegmar.fastcsv.reader.CsvRecord;
import de.siegmar.fastcsv.reader.CsvRecordHandler;
import de.siegmar.fastcsv.reader.FieldMismatchStrategy;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.Reader;
import java.io.UncheckedIOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.Charset;
import java.nio.charset.CodingErrorAction;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.function.ToIntFunction;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** A CSV file (RFC 4180) separated by comma, semicolon or tab, the separator guessed from its header. */
public final class CsvTable {
    private static final char[] SEPARATORS = {',', ';', '\t'};
    private static final int HEADER_LINES = 20;
    private static final int LINE = 10_000;
    private static final int BUFFER = 1 << 16;
    private static final Pattern STARTING_LINE = Pattern.compile("line (\\d{1,9})");

    private final Path file;
    private final Charset charset;
    private final ReadingLimits.Table limits;

    public CsvTable(Path file, Charset charset, ReadingLimits.Table limits) {
        this.file = file;
        this.charset = charset;
        this.limits = limits;
    }

    /** Reads every row that is not empty; a row's number is the line it starts on. */
    public void read(char separator, RowSink sink) throws IOException {
        SheetRow row = new SheetRow(limits.columns());
        int record = limits.columns() * limits.cellCharacters();
        CsvRecordHandler handler = CsvRecordHandler.of(builder -> builder.maxFields(limits.columns())
                .maxFieldSize(limits.cellCharacters())
                .maxRecordSize(record));
        try (Reader text = text();
                CsvReader<CsvRecord> records = CsvReader.builder()
                        .fieldSeparator(separator)
                        .extraFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .missingFieldStrategy(FieldMismatchStrategy.IGNORE)
                        .allowUnclosedQuote(false)
                        .maxBufferSize(Math.max(BUFFER, record))
                        .build(handler, text)) {
            for (CsvRecord found : records) {
                if (fill(row, found) && !separatorLine(row) && !sink.row(row)) {
                    return;
                }
            }
        } catch (CsvParseException e) {
            throw new UnreadableFile(refusal(e));
        } catch (UncheckedIOException e) {
            throw readable(Objects.requireNonNull(e.getCause()));
        } catch (CharacterCodingException e) {
            throw readable(e);
        }
    }

    /**
     * The separator under which a header is recognized best.
     *
     * @param recognized how many columns a line's cells name
     */
    public char separator(ToIntFunction<List<String>> recognized) throws IOException {
        char best = ',';
        int most = 0;
        try (BufferedReader lines = new BufferedReader(text())) {
            for (int i = 0; i < HEADER_LINES; i++) {
                String line = line(lines);
                for (char separator : SEPARATORS) {
                    int score = recognized.applyAsInt(cells(line, separator));
                    if (score > most) {
                        most = score;
                        best = separator;
                    }
                }
            }
        } catch (CharacterCodingException e) {
            throw readable(e);
        }
        return best;
    }

    /** A line's cells for guessing only: quotes around them are dropped. */
    private static List<String> cells(String line, char separator) {
        return line.replace("\"", "")
                .lines()
                .flatMap(one -> java.util.Arrays.stream(one.split(String.valueOf(separator), -1)))
                .map(String::strip)
                .toList();
    }

    private static String line(Reader reader) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int c = reader.read(); c >= 0 && c != '\n' && line.length() < LINE; c = reader.read()) {
            line.append((char) c);
        }
        return line.toString();
    }

    private Reader text() throws IOException {
        Reader reader = new BufferedReader(
                new InputStreamReader(
                        Files.newInputStream(file),
                        charset.newDecoder()
                                .onMalformedInput(CodingErrorAction.REPORT)
                                .onUnmappableCharacter(CodingErrorAction.REPORT)),
                1 << 16);
        reader.mark(1);
        try {
            if (reader.read() != '\ufeff') {
                reader.reset();
            }
        } catch (CharacterCodingException e) {
            reader.close();
            throw readable(e);
        }
        return reader;
    }

    private static boolean fill(SheetRow row, CsvRecord found) {
        row.clear((int) Math.min(found.getStartingLineNumber(), Integer.MAX_VALUE), false);
        row.fields(found.getFieldCount());
        for (int i = 0; i < found.getFieldCount(); i++) {
            String text = found.getField(i).strip();
            if (!text.isEmpty()) {
                row.set(i, CellKind.TEXT, text);
            }
        }
        return row.width() > 0;
    }

    /** The line {@code sep=;} that some programs write first. */
    private static boolean separatorLine(SheetRow row) {
        return row.number() == 1
                && row.text(0).toLowerCase(java.util.Locale.ROOT).startsWith("sep=");
    }

    /** The parser says what is wrong in its message alone, sometimes in that of a cause. */
    private Problem refusal(CsvParseException e) {
        StringBuilder reasons = new StringBuilder();
        for (@Nullable Throwable cause = e; cause != null; cause = cause.getCause()) {
            reasons.append(cause.getMessage()).append('\n');
        }
        String reason = reasons.toString();
        Matcher line = STARTING_LINE.matcher(reason);
        Place place = new Place("", line.find() ? Integer.parseInt(line.group(1)) : 0, "");
        if (reason.contains("maximum limit of")) {
            return Problem.of(place, ProblemCode.TOO_MANY_COLUMNS, "", limits.columns());
        }
        return reason.contains("closing quote") || reason.contains("Unclosed quoted")
                ? Problem.of(place, ProblemCode.CSV_QUOTES, "\"")
                : Problem.of(place, ProblemCode.CELL_TOO_LONG, "", limits.cellCharacters());
    }

    private IOException readable(IOException e) {
        return e instanceof CharacterCodingException
                ? new UnreadableFile(ProblemCode.ENCODING_UNKNOWN, charset.name())
                : e;
    }
}
