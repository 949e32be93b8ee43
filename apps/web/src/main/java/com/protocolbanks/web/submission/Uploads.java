package com.protocolbanks.web.submission;

import com.protocolbanks.payroll.spreadsheet.GridReader;
import com.protocolbanks.payroll.spreadsheet.PayrollFile;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.springframework.stereotype.Component;
import org.springframework.web.multipart.MultipartFile;

/** Keeps an uploaded file on disk while it is read. What kind it is, its first bytes say, never its name. */
@Component
public class Uploads {
    private static final int LONGEST_NAME = 200;

    private final GridReader grids;

    Uploads(GridReader grids) {
        this.grids = grids;
    }

    /**
     * A file that lives until closed.
     *
     * @param name the last part of what the browser called it, at most 200 characters, without control characters
     */
    public record Kept(Path path, String name) implements AutoCloseable {
        @Override
        public void close() throws IOException {
            Files.deleteIfExists(path);
        }
    }

    public Kept keep(MultipartFile file) throws IOException {
        var path = Files.createTempFile("payroll-", ".upload");
        try {
            file.transferTo(path);
        } catch (IOException | RuntimeException e) {
            Files.deleteIfExists(path);
            throw e;
        }
        return new Kept(
                path, name(Optional.ofNullable(file.getOriginalFilename()).orElse("")));
    }

    /** The table in a file, cell by cell; empty when it holds none, or one too long to be repaired on a page. */
    public Optional<GridReader.Grid> grid(PayrollFile file) {
        return grids.read(file);
    }

    private static String name(String sent) {
        String last = sent.substring(Math.max(sent.lastIndexOf('/'), sent.lastIndexOf('\\')) + 1)
                .replaceAll("\\p{Cntrl}", "");
        return last.isBlank() ? "upload" : last.substring(0, Math.min(last.length(), LONGEST_NAME));
    }
}
