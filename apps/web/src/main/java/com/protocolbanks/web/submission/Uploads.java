package com.protocolbanks.web.submission;

import com.protocolbanks.payroll.Submission;
import com.protocolbanks.payroll.spreadsheet.GridReader;
import com.protocolbanks.payroll.spreadsheet.PayrollFile;
import com.protocolbanks.web.problem.Problem;
import com.protocolbanks.web.problem.RefusedRequest;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import org.springframework.http.HttpStatus;
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
        /**
         * As a payroll.
         *
         * @param encoding of a CSV file: {@code gb18030} when asked for, otherwise UTF-8
         * @throws RefusedRequest for any other
         */
        public Submission.Upload upload(String encoding) {
            var charset = switch (encoding.strip().toLowerCase(Locale.ROOT)) {
                case "", "utf-8" -> StandardCharsets.UTF_8;
                case "gb18030" -> PayrollFile.GB18030;
                default -> throw new RefusedRequest(Problem.of(HttpStatus.BAD_REQUEST, "bad_request", "encoding"));
            };
            return new Submission.Upload(new PayrollFile(path, charset), name);
        }

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
