package com.protocolbanks.pb.check;

import com.protocolbanks.pb.check.independent.DemoVerdict;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Runs the demonstration as a process of its own and holds the chain against the workbook. */
final class CheckDemo implements Check {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    @Override
    public String name() {
        return "demo";
    }

    @Override
    public String promise() {
        return "Every recipient of the sample payroll holds what the workbook says, and refused money stayed home.";
    }

    @Override
    public List<String> run() throws Exception {
        var root = Path.of(System.getProperty("pb.root", "."));
        var folder = Files.createTempDirectory("pb-check-demo");
        var summary = folder.resolve("demo-summary.json");
        var demo = new ProcessBuilder(root.resolve("pb").toString(), "demo", "--data", folder.toString())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try {
            long end = System.nanoTime() + PATIENCE.toNanos();
            while (!isDone(summary)) {
                if (!demo.isAlive()) {
                    return List.of("the demonstration ended with exit code " + demo.exitValue());
                }
                if (System.nanoTime() > end) {
                    return List.of("the demonstration took longer than " + PATIENCE.toMinutes() + " minutes");
                }
                TimeUnit.MILLISECONDS.sleep(200);
            }
            return DemoVerdict.differences(summary, root.resolve("samples"));
        } finally {
            demo.destroy();
            if (!demo.waitFor(60, TimeUnit.SECONDS)) {
                demo.destroyForcibly();
            }
        }
    }

    private static boolean isDone(Path summary) throws Exception {
        return Files.exists(summary) && Files.readString(summary).contains("\"phase\" : \"done\"");
    }
}
