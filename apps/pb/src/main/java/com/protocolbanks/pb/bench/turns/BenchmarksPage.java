package com.protocolbanks.pb.bench.turns;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The page docs/reference/benchmarks.md: one section for each benchmark, written by the benchmark itself. */
public final class BenchmarksPage {
    private static final String SECTION = "\n## ";
    private static final String HEAD = """
            # Benchmarks

            Each section is what `./pb bench NAME` printed when it was last run; nothing here is typed. Ours, the peer and
            the limit ran in the same run on the same machine, so the ratios mean more than the times.
            """;

    private BenchmarksPage() {}

    /** The project's folder, as the launcher tells it. */
    public static Path root() {
        return Path.of(System.getProperty("pb.root", "."));
    }

    /** Puts a section in the place of the one with the same name, or at the end. */
    public static void put(String name, String text) throws IOException {
        var page = root().resolve(Path.of("docs", "reference", "benchmarks.md"));
        List<String> sections = new ArrayList<>();
        if (Files.exists(page)) {
            for (var section : Files.readString(page).split(SECTION, -1)) {
                sections.add(section);
            }
            sections.removeFirst();
        }
        var written = name + "\n\n" + text.strip() + "\n";
        int place = -1;
        for (int i = 0; i < sections.size(); i++) {
            place = sections.get(i).startsWith(name + "\n") ? i : place;
        }
        if (place < 0) {
            sections.add(written);
        } else {
            sections.set(place, written);
        }
        Files.createDirectories(page.getParent());
        Files.writeString(
                page,
                HEAD
                        + SECTION
                        + String.join(
                                SECTION,
                                sections.stream()
                                        .map(String::stripTrailing)
                                        .map(section -> section + "\n")
                                        .toList()));
    }
}
