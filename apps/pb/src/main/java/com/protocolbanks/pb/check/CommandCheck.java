package com.protocolbanks.pb.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * A promise that other programs of the project try: each has to end with exit code 0.
 *
 * @param commands run one after the other in the project's folder; {@code {empty}} stands for a new, empty folder
 */
record CommandCheck(String name, String promise, List<List<String>> commands) implements Check {
    private static final String EMPTY_FOLDER = "{empty}";

    @Override
    public List<String> run() throws Exception {
        List<String> wrong = new ArrayList<>();
        var empty = Files.createTempDirectory("pb-check-" + name);
        try {
            for (var command : commands) {
                var words = command.stream()
                        .map(word -> word.replace(EMPTY_FOLDER, empty.toString()))
                        .toList();
                int code = new ProcessBuilder(words)
                        .directory(DemoProcess.root().toFile())
                        .inheritIO()
                        .start()
                        .waitFor();
                if (code != 0) {
                    wrong.add(String.join(" ", words) + " ended with exit code " + code);
                }
            }
        } finally {
            delete(empty);
        }
        return wrong;
    }

    private static void delete(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        }
    }
}
