package com.protocolbanks.pb.check.bugs;

import com.protocolbanks.pb.check.bugs.Bug.Tester;
import com.protocolbanks.pb.check.bugs.Patch.Fit;
import com.protocolbanks.pb.check.bugs.Trying.Rebuild;
import com.protocolbanks.pb.check.bugs.Trying.Word;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.json.JsonMapper;

/**
 * Plants each bug of {@code tests/bugs} in a copy of the project, one at a time, and has it looked for by the test or the
 * check that its file names. Before, each of these has to say of the copy without bugs that all is well.
 */
public final class BugBank {
    private static final String BUGS = "tests/bugs";
    private static final String PLACE = "target/bug-bank";

    private final Path root;
    private final Set<String> only;
    private final boolean json;

    /**
     * The bank of a project, or some of its bugs.
     *
     * @param root of the project
     * @param only names of the bugs to plant, or beginnings of names; all when empty
     * @param json whether the table is printed as JSON
     */
    public BugBank(Path root, List<String> only, boolean json) {
        this.root = root;
        this.only = new LinkedHashSet<>(only);
        this.json = json;
    }

    /** What became of a bug. */
    private enum Result {
        FOUND("found"),
        NOT_FOUND("NOT FOUND"),
        /** Its patch no longer belongs to the product. */
        STALE("STALE"),
        /** What should find it cannot look: it does not compile, or the tester is not there or fails without a bug. */
        NOT_TRIED("NOT TRIED");

        private final String words;

        Result(String words) {
            this.words = words;
        }
    }

    private record Row(Bug bug, Result result, String why, Duration time) {}

    /**
     * Plants them, and prints the table as it grows.
     *
     * @return what was not found, each as a sentence; none when all were
     */
    public List<String> differences() throws IOException, InterruptedException {
        // tests and checks build in different ways: what one has built the other would build again
        var bugs = Bug.in(root.resolve(BUGS)).stream()
                .filter(this::isWanted)
                .sorted(Comparator.comparing(bug -> bug.tester() instanceof Tester.Check))
                .toList();
        if (bugs.isEmpty()) {
            return List.of("there is no bug of that name in " + BUGS);
        }
        var place = root.resolve(PLACE);
        var tree = TreeCopy.of(root, place.resolve("tree"));
        var logs = Files.createDirectories(place.resolve("logs"));
        say("%d bugs; first the tests that should find them are run without any", bugs.size());
        var without = new Trying(tree.folder(), fresh(logs, "without"), Rebuild.ALL);
        var sound = without.all(bugs.stream()
                .map(Bug::tester)
                .filter(Tester.Test.class::isInstance)
                .distinct()
                .toList());
        List<Row> rows = new ArrayList<>();
        for (var bug : bugs) {
            if (!sound.containsKey(bug.tester())) {
                say("%s without a bug", bug.tester().title());
                sound.putAll(without.all(List.of(bug.tester())));
            }
            var row = tried(bug, tree, sound, fresh(logs, bug.name()));
            rows.add(row);
            say(
                    "%-9s  %-34s %4d s  %s: %s",
                    row.result.words,
                    bug.name(),
                    row.time.toSeconds(),
                    bug.tester().title(),
                    row.why);
        }
        if (json) {
            System.out.println(table(rows));
        }
        return rows.stream()
                .filter(row -> row.result != Result.FOUND)
                .map(row -> row.bug.name() + " (" + row.bug.promise() + ") " + row.result.words.toLowerCase(Locale.ROOT)
                        + ": " + row.why)
                .toList();
    }

    private boolean isWanted(Bug bug) {
        return only.isEmpty() || only.stream().anyMatch(bug.name()::startsWith);
    }

    private static Path fresh(Path logs, String name) throws IOException {
        var log = logs.resolve(name + ".log");
        Files.deleteIfExists(log);
        return log;
    }

    private static Row tried(Bug bug, TreeCopy tree, Map<Tester, Word> sound, Path log)
            throws IOException, InterruptedException {
        long start = System.nanoTime();
        if (!(bug.patch().on(tree.folder()) instanceof Fit.Fits(var contents))) {
            var fit = bug.patch().on(tree.folder());
            return row(bug, Result.STALE, fit instanceof Fit.Misfit(var why) ? why : "", start);
        }
        switch (sound.getOrDefault(bug.tester(), new Word.NoWord("it was not tried"))) {
            case Word.Passed _ -> {}
            case Word.Failed(var why) -> {
                return row(bug, Result.NOT_TRIED, "it fails without any bug: " + why, start);
            }
            case Word.NoWord(var why) -> {
                return row(bug, Result.NOT_TRIED, "without any bug: " + why, start);
            }
        }
        tree.plant(contents);
        try {
            var words = new Trying(tree.folder(), log, Rebuild.CHANGED).all(List.of(bug.tester()));
            return switch (words.getOrDefault(bug.tester(), new Word.NoWord("it was not tried"))) {
                case Word.Passed _ -> row(bug, Result.NOT_FOUND, "it passes with the bug", start);
                case Word.Failed(var why) -> row(bug, Result.FOUND, why, start);
                case Word.NoWord(var why) -> row(bug, Result.NOT_TRIED, why, start);
            };
        } finally {
            tree.restore(contents.keySet());
        }
    }

    private static Row row(Bug bug, Result result, String why, long start) {
        return new Row(bug, result, why, Duration.ofNanos(System.nanoTime() - start));
    }

    /** Beside JSON, what is for people goes to the other stream. */
    private void say(String words, Object... parts) {
        (json ? System.err : System.out).printf(Locale.ROOT, "  " + words + "%n", parts);
    }

    private static String table(List<Row> rows) {
        var all = JsonMapper.shared().createArrayNode();
        for (var row : rows) {
            all.addObject()
                    .put("bug", row.bug.name())
                    .put("breaks", row.bug.promise())
                    .put("triedBy", row.bug.tester().words())
                    .put("result", row.result.name())
                    .put("why", row.why)
                    .put("seconds", row.time.toMillis() / 1e3);
        }
        return all.toString();
    }
}
