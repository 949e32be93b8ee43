package com.protocolbanks.pb.check.bugs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A change of the product that breaks one of its promises, and what has to notice it.
 *
 * @param name of its file, without the ending
 * @param promise what it breaks: the file's first line
 */
record Bug(String name, String promise, Tester tester, Patch patch) {
    private static final String ENDING = ".patch";
    private static final String FOUND_BY = "Found by: ";
    private static final Pattern CHECK = Pattern.compile("pb check (\\S+.*)");
    private static final Pattern TEST = Pattern.compile("(\\S+) (\\S+)#(\\w+)");

    /** What fails when the bug is there. */
    sealed interface Tester {
        /** Tells testers apart. */
        String words();

        /** The part of {@link #words} that a person needs. */
        String title();

        /**
         * A method of a test class of a module.
         *
         * @param module its folder
         */
        record Test(String module, String type, String method) implements Tester {
            @Override
            public String words() {
                return module + " " + type + "#" + method;
            }

            @Override
            public String title() {
                return type.substring(type.lastIndexOf('.') + 1) + "." + method;
            }
        }

        /** {@code pb check} with these words. */
        record Check(List<String> arguments) implements Tester {
            @Override
            public String words() {
                return "pb check " + String.join(" ", arguments);
            }

            @Override
            public String title() {
                return words();
            }
        }
    }

    /** The bugs of a folder, by name. */
    static List<Bug> in(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.filter(file -> file.toString().endsWith(ENDING))
                    .sorted()
                    .map(Bug::read)
                    .toList();
        }
    }

    /** @throws IllegalArgumentException when the file does not say what it breaks, what finds it, and the change */
    private static Bug read(Path file) {
        var name = file.getFileName().toString();
        try {
            var lines = Files.readAllLines(file);
            if (lines.size() < 6 || !lines.get(1).startsWith(FOUND_BY)) {
                throw new IllegalArgumentException(
                        name + " has to begin with what it breaks, and a line \"" + FOUND_BY + "…\"");
            }
            return new Bug(
                    name.substring(0, name.length() - ENDING.length()),
                    lines.getFirst(),
                    tester(name, lines.get(1).substring(FOUND_BY.length())),
                    Patch.parse(lines.subList(2, lines.size())));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Tester tester(String file, String words) {
        var check = CHECK.matcher(words);
        if (check.matches()) {
            return new Tester.Check(List.of(check.group(1).split(" ")));
        }
        var test = TEST.matcher(words);
        if (test.matches()) {
            return new Tester.Test(test.group(1), test.group(2), test.group(3));
        }
        throw new IllegalArgumentException(
                file + ": \"" + words + "\" is neither \"MODULE CLASS#METHOD\" nor \"pb check NAME\"");
    }
}
