package com.protocolbanks.pb.bench.load;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.function.IntFunction;

/**
 * Requests as they go over the wire, one behind the other, all of one length.
 *
 * @param length of each, in bytes
 */
public record RequestFile(Path path, int length, int count) {
    public static RequestFile write(Path path, int count, IntFunction<String> request) throws IOException {
        int length = request.apply(0).getBytes(StandardCharsets.UTF_8).length;
        try (var out = new BufferedOutputStream(Files.newOutputStream(path), 1 << 16)) {
            for (int number = 0; number < count; number++) {
                byte[] bytes = request.apply(number).getBytes(StandardCharsets.UTF_8);
                if (bytes.length != length) {
                    throw new IllegalStateException("requests of " + length + " and " + bytes.length + " bytes");
                }
                out.write(bytes);
            }
        }
        return new RequestFile(path, length, count);
    }
}
