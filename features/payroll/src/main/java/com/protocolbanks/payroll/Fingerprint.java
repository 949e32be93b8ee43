package com.protocolbanks.payroll;

import com.protocolbanks.payroll.idempotency.Idempotency;
import com.protocolbanks.payroll.rows.Column;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Digests of a submission.
 *
 * @param content SHA-256 of the file, or of the rows in a canonical form
 * @param request SHA-256 of everything asked for
 */
record Fingerprint(byte[] content, byte[] request) {
    static Fingerprint of(Submission submission) {
        byte[] content = switch (submission.source()) {
            case Submission.Upload(var file, var name) -> ofFile(file.path());
            case Submission.Rows(var items) -> ofRows(items);
        };
        var fields = new ArrayList<byte[]>();
        fields.add(content);
        fields.add(bytes(submission.tokenSymbol()));
        fields.add(bytes(submission.payPeriod().orElse("")));
        if (submission.source() instanceof Submission.Upload(var file, var name)) {
            fields.add(bytes(file.charset().name()));
        }
        submission.confirmed().stream().map(Enum::name).sorted().forEach(code -> fields.add(bytes(code)));
        return new Fingerprint(content, Idempotency.fingerprint(fields.toArray(byte[][]::new)));
    }

    private static byte[] ofFile(java.nio.file.Path path) {
        try {
            return Idempotency.sha256(Files.readAllBytes(path));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static byte[] ofRows(List<Map<Column, String>> items) {
        List<byte[]> parts = new ArrayList<>();
        for (var item : items) {
            parts.add(bytes("row"));
            new TreeMap<>(item).forEach((column, text) -> {
                parts.add(bytes(column.name()));
                parts.add(bytes(text));
            });
        }
        return Idempotency.fingerprint(parts.toArray(byte[][]::new));
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
