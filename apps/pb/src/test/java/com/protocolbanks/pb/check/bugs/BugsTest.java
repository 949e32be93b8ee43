package com.protocolbanks.pb.check.bugs;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.pb.check.bugs.Bug.Tester;
import com.protocolbanks.pb.check.bugs.Patch.Fit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The bank of bugs stays in step with the product; whether its bugs are found is tried by {@code pb check bug-bank}. */
class BugsTest {
    private static final Path ROOT = Path.of(System.getProperty("pb.root"));

    @Test
    void everyBugBelongsToTheProductAndNamesATestThatIsThere() throws IOException {
        List<String> wrong = new ArrayList<>();
        for (var bug : Bug.in(ROOT.resolve("tests/bugs"))) {
            if (bug.patch().on(ROOT) instanceof Fit.Misfit(var why)) {
                wrong.add(bug.name() + ": " + why);
            }
            if (bug.tester() instanceof Tester.Test test && !isThere(test)) {
                wrong.add(bug.name() + ": there is no " + test.words());
            }
        }
        assertThat(wrong).as("tests/bugs is to follow the product").isEmpty();
    }

    /** The method stands in the class, or in one beside it that the class extends. */
    private static boolean isThere(Tester.Test test) throws IOException {
        var file = ROOT.resolve(test.module())
                .resolve("src/test/java")
                .resolve(test.type().replace('.', '/') + ".java");
        if (Files.notExists(file)) {
            return false;
        }
        try (var beside = Files.list(file.getParent())) {
            return beside.filter(Files::isRegularFile).anyMatch(one -> says(one, " " + test.method() + "("));
        }
    }

    private static boolean says(Path file, String words) {
        try {
            return Files.readString(file).contains(words);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void aHunkFitsAtOnePlaceOrNotAtAll(@TempDir Path tree) throws IOException {
        Files.writeString(tree.resolve("a.txt"), "one\ntwo\nthree\ntwo\nfour\n");

        assertThat(Patch.parse(change(" one", "-two", "+2")).on(tree))
                .isEqualTo(new Fit.Fits(Map.of("a.txt", "one\n2\nthree\ntwo\nfour\n")));
        assertThat(Patch.parse(change("-two", "+2")).on(tree)).isInstanceOf(Fit.Misfit.class);
        assertThat(Patch.parse(change(" five", "-two", "+2")).on(tree)).isInstanceOf(Fit.Misfit.class);
    }

    private static List<String> change(String... lines) {
        var patch = new ArrayList<>(List.of("--- a/a.txt", "+++ b/a.txt", "@@ -1 +1 @@"));
        patch.addAll(List.of(lines));
        return patch;
    }
}
