package com.protocolbanks.pb.check.bugs;

import com.protocolbanks.pb.check.bugs.Bug.Tester;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Builds a tree and lets testers look at it. */
final class Trying {
    private static final long MINUTES = 30;
    private static final String DIFFERENCE = "NOT SO: ";
    private static final int CHECK_FAILED = 1;
    private static final File NOTHING = new File("/dev/null");

    private static final String APP = "apps/pb";

    private final Path tree;
    private final Path log;
    private final Rebuild rebuild;

    /** @param log to which everything that is run writes */
    Trying(Path tree, Path log, Rebuild rebuild) {
        this.tree = tree;
        this.log = log;
        this.rebuild = rebuild;
    }

    /** What is compiled again when a file has changed. */
    enum Rebuild {
        /** Whatever may depend on it. */
        ALL,
        /** That file alone: a bug's patch changes no signature. */
        CHANGED
    }

    /** What a tester says of a tree. */
    sealed interface Word {
        record Passed() implements Word {}

        /**
         * It found the bug.
         *
         * @param why in the tester's own words
         */
        record Failed(String why) implements Word {}

        /** It could not look. */
        record NoWord(String why) implements Word {}
    }

    /** Tests of all modules by one run of Maven, which goes on after failures; checks one by one. */
    Map<Tester, Word> all(Collection<Tester> testers) throws IOException, InterruptedException {
        Map<Tester, Word> words = new LinkedHashMap<>();
        var tests = testers.stream()
                .filter(Tester.Test.class::isInstance)
                .map(Tester.Test.class::cast)
                .toList();
        if (!tests.isEmpty()) {
            words.putAll(tests(tests));
        }
        for (Tester tester : testers) {
            if (tester instanceof Tester.Check check) {
                words.put(check, check(check));
            }
        }
        return words;
    }

    private Map<Tester, Word> tests(List<Tester.Test> tests) throws IOException, InterruptedException {
        Map<String, TreeSet<String>> methods = new TreeMap<>();
        for (var test : tests) {
            methods.computeIfAbsent(test.type(), _ -> new TreeSet<>()).add(test.method());
            Files.deleteIfExists(report(test));
        }
        var wanted = methods.entrySet().stream()
                .map(one -> one.getKey() + "#" + String.join("+", one.getValue()))
                .collect(Collectors.joining(","));
        var modules = tests.stream().map(Tester.Test::module).distinct().collect(Collectors.joining(","));
        var ended = run(maven(
                "-Dmaven.test.failure.ignore=true",
                "-Dsurefire.failIfNoSpecifiedTests=false",
                "-Dtest=" + wanted,
                "-pl",
                modules,
                "test"));
        Map<Tester, Word> words = new LinkedHashMap<>();
        for (var test : tests) {
            words.put(test, word(test, ended));
        }
        return words;
    }

    private Path report(Tester.Test test) {
        return SurefireReport.file(tree.resolve(test.module()), test.type());
    }

    private Word word(Tester.Test test, Ended ended) throws IOException {
        var report = SurefireReport.read(report(test));
        var failures = report.failuresOf(test.method());
        if (!failures.isEmpty()) {
            return new Word.Failed(String.join("; ", failures));
        }
        return report.hasRun(test.method()) ? new Word.Passed() : new Word.NoWord(ended.why("the test did not run"));
    }

    private Word check(Tester.Check check) throws IOException, InterruptedException {
        var built = run(maven("-Dmaven.test.skip=true", "-pl", APP, "package"));
        if (built.code != 0) {
            return new Word.NoWord(built.why("it was not built"));
        }
        // for the launcher, which would build again what is older than a source
        Files.setLastModifiedTime(tree.resolve(APP).resolve("target/pb.jar"), FileTime.from(Instant.now()));
        List<String> command = new ArrayList<>(List.of(tree.resolve("pb").toString(), "check"));
        command.addAll(check.arguments());
        var ended = run(command);
        if (ended.code == 0) {
            return new Word.Passed();
        }
        var differences = ended.lines.stream()
                .filter(line -> line.startsWith(DIFFERENCE))
                .map(line -> line.substring(DIFFERENCE.length()))
                .toList();
        return ended.code != CHECK_FAILED || differences.isEmpty()
                ? new Word.NoWord(ended.why("the check ended with exit code " + ended.code + " and named nothing"))
                : new Word.Failed(differences.getFirst()
                        + (differences.size() > 1 ? " (and " + (differences.size() - 1) + " more)" : ""));
    }

    private List<String> maven(String... words) {
        List<String> command =
                new ArrayList<>(List.of("mvn", "-B", "-ntp", "-q", "-Dquick", "-Dstyle.color=never", "-am"));
        if (rebuild == Rebuild.CHANGED) {
            command.add("-Dmaven.compiler.useIncrementalCompilation=false");
        }
        command.addAll(List.of(words));
        return command;
    }

    private record Ended(int code, List<String> lines) {
        /** The first line that complains, where there is one. */
        String why(String otherwise) {
            return lines.stream()
                    .filter(line -> line.startsWith("[ERROR]") || line.startsWith("pb "))
                    .findFirst()
                    .map(line -> otherwise + ": " + line)
                    .orElse(otherwise);
        }
    }

    private Ended run(List<String> command) throws IOException, InterruptedException {
        var output = Files.createTempFile("pb-bug-bank", ".out");
        try {
            var process = new ProcessBuilder(command)
                    .directory(tree.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(NOTHING))
                    .redirectErrorStream(true)
                    .redirectOutput(output.toFile())
                    .start();
            boolean inTime = process.waitFor(MINUTES, TimeUnit.MINUTES);
            if (!inTime) {
                process.descendants().forEach(ProcessHandle::destroyForcibly);
                process.destroyForcibly().waitFor();
            }
            var text = new String(Files.readAllBytes(output), StandardCharsets.UTF_8);
            Files.writeString(
                    log, String.join(" ", command) + "\n" + text, StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            return inTime
                    ? new Ended(process.exitValue(), text.lines().toList())
                    : new Ended(-1, List.of("[ERROR] it did not end within " + MINUTES + " minutes"));
        } finally {
            Files.deleteIfExists(output);
        }
    }
}
