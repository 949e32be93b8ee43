package com.protocolbanks.pb.check.bugs;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * A unified diff of existing files. Where it belongs is found by its lines, not by their numbers: each hunk has to fit at
 * exactly one place of its file.
 */
record Patch(List<Hunk> hunks) {
    private static final String OLD_FILE = "--- a/";
    private static final String NEW_FILE = "+++ b/";
    private static final String HUNK = "@@ ";

    Patch {
        hunks = List.copyOf(hunks);
    }

    /**
     * One change.
     *
     * @param file from the tree's root
     */
    record Hunk(String file, List<String> before, List<String> after) {}

    /** Whether it belongs to a tree. */
    sealed interface Fit {
        /**
         * Every line it names stands where it says.
         *
         * @param contents of each changed file, by its name from the tree's root
         */
        record Fits(Map<String, String> contents) implements Fit {}

        record Misfit(String why) implements Fit {}
    }

    /** @param lines from the first {@code --- a/} on; paths as git writes them */
    static Patch parse(List<String> lines) {
        List<Hunk> hunks = new ArrayList<>();
        String file = "";
        for (String line : lines) {
            if (line.startsWith(NEW_FILE)) {
                file = line.substring(NEW_FILE.length());
            } else if (line.startsWith(HUNK)) {
                hunks.add(new Hunk(file, new ArrayList<>(), new ArrayList<>()));
            } else if (!line.startsWith(OLD_FILE)) {
                add(hunks.getLast(), line);
            }
        }
        return new Patch(hunks);
    }

    private static void add(Hunk hunk, String line) {
        String text = line.isEmpty() ? "" : line.substring(1);
        if (!line.startsWith("+")) {
            hunk.before.add(text);
        }
        if (!line.startsWith("-")) {
            hunk.after.add(text);
        }
    }

    /** Tries it on a tree, which stays as it is. */
    Fit on(Path tree) throws IOException {
        Map<String, List<String>> changed = new LinkedHashMap<>();
        for (Hunk hunk : hunks) {
            Path file = tree.resolve(hunk.file);
            if (!Files.isRegularFile(file)) {
                return new Fit.Misfit("there is no " + hunk.file);
            }
            if (!changed.containsKey(hunk.file)) {
                changed.put(hunk.file, new ArrayList<>(Files.readAllLines(file)));
            }
            List<String> lines = changed.getOrDefault(hunk.file, List.of());
            int place = Collections.indexOfSubList(lines, hunk.before);
            if (place < 0 || place != Collections.lastIndexOfSubList(lines, hunk.before)) {
                return new Fit.Misfit(hunk.file + " has " + (place < 0 ? "no place" : "several places")
                        + " for the hunk that begins with \""
                        + hunk.before.getFirst().strip() + "\"");
            }
            List<String> there = lines.subList(place, place + hunk.before.size());
            there.clear();
            there.addAll(hunk.after);
        }
        Map<String, String> contents = new LinkedHashMap<>();
        changed.forEach((file, lines) -> contents.put(file, String.join("\n", lines) + "\n"));
        return changed.isEmpty() ? new Fit.Misfit("it changes nothing") : new Fit.Fits(contents);
    }
}
