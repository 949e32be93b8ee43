package com.protocolbanks.pb.check;

import com.protocolbanks.pb.check.independent.DemoVerdict;
import java.nio.file.Files;
import java.util.List;

/** Runs the demonstration as a process of its own and holds the chain against the workbook. */
final class CheckDemo implements Check {
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
        try (var demo = DemoProcess.start(Files.createTempDirectory("pb-check-demo"))) {
            return demo.awaitDone()
                    ? DemoVerdict.differences(demo.summary(), DemoProcess.root().resolve("samples"))
                    : List.of("the demonstration did not come to its end; " + demo.lastWords());
        }
    }
}
