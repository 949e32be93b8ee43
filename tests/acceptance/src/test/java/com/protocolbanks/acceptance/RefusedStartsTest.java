package com.protocolbanks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.web.WebMain;
import com.protocolbanks.worker.WorkerMain;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A process that cannot start says why in sentences and ends with 3; nobody is shown a trace. */
class RefusedStartsTest {
    private static final int REFUSED = 3;

    @TempDir
    Path temp;

    @Test
    void theWebNamesEverySettingThatIsMissing() throws Exception {
        var ended = run(AppProcess.line(WebMain.class, List.of()), Map.of());
        assertThat(ended.code()).isEqualTo(REFUSED);
        assertThat(ended.words()).hasSize(6).allMatch(line -> line.endsWith(" is not set."));
    }

    @Test
    void theWorkerNamesASettingThatIsMissing() throws Exception {
        var ended = run(AppProcess.line(WorkerMain.class, List.of()), Map.of());
        assertThat(ended.code()).isEqualTo(REFUSED);
        assertThat(ended.words()).containsExactly("DATABASE_URL is not set.");
    }

    @Test
    void theLauncherSaysThatThereIsNoJdk() throws Exception {
        for (var tool : List.of("sh", "dirname", "readlink", "grep")) {
            var found = Stream.of("/bin", "/usr/bin")
                    .map(folder -> Path.of(folder, tool))
                    .filter(Files::isExecutable)
                    .findFirst()
                    .orElseThrow();
            Files.createSymbolicLink(temp.resolve(tool), found);
        }
        var launcher = Path.of(System.getProperty("pb.root", "../.."), "pb").toAbsolutePath();
        var ended = run(
                List.of(temp.resolve("sh").toString(), launcher.toString(), "demo"),
                Map.of("PATH", temp.toString(), "HOME", temp.toString()));
        assertThat(ended.code()).isEqualTo(REFUSED);
        assertThat(ended.words())
                .singleElement()
                .satisfies(line -> assertThat(line).contains("needs a JDK 25", "JAVA_HOME"));
    }

    private record Ended(int code, List<String> words) {}

    private static Ended run(List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        builder.environment().clear();
        builder.environment().putAll(environment);
        var process = builder.start();
        var words = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
        return new Ended(process.waitFor(), words);
    }
}
