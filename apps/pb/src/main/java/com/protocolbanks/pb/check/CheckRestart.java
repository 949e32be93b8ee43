package com.protocolbanks.pb.check;

import com.protocolbanks.pb.check.independent.DemoVerdict;
import java.nio.file.Files;
import java.util.List;

/** Everything killed when the first payment of the sample payroll is on its way, and started again on the same folder. */
final class CheckRestart implements Check {
    @Override
    public String name() {
        return "restart";
    }

    @Override
    public String promise() {
        return "kill -9 of the product and all its servers in mid-batch: the next start finishes it, everybody paid once.";
    }

    @Override
    public List<String> run() throws Exception {
        var folder = Files.createTempDirectory("pb-check-restart");
        try (var first = DemoProcess.start(folder)) {
            if (!first.awaitFirstTransaction()) {
                return List.of("the demonstration did not begin to pay; " + first.lastWords());
            }
            first.killEverything();
        }
        try (var second = DemoProcess.start(folder)) {
            return second.awaitDone()
                    ? DemoVerdict.differences(
                            second.summary(), DemoProcess.root().resolve("samples"))
                    : List.of("the second start did not come to its end; " + second.lastWords());
        }
    }
}
