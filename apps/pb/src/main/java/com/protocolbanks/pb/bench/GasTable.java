package com.protocolbanks.pb.bench;

import com.protocolbanks.pb.bench.turns.BenchmarksPage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.json.JsonMapper;

/** {@code pb bench gas}: measures the contracts' gas again and prints the table it wrote. */
@Command(
        name = "gas",
        mixinStandardHelpOptions = true,
        description = "Gas of a payout for each recipient, beside other ways of paying many.")
final class GasTable implements Callable<Integer> {
    private static final List<String> MEASURED = List.of("fresh", "existing", "approval", "billing");

    @Option(names = "--json", description = "Print the figures as JSON.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        var root = BenchmarksPage.root();
        int exit = new ProcessBuilder(
                        "node", root.resolve("contracts/tools/gas-table.mjs").toString())
                .directory(root.toFile())
                .inheritIO()
                .start()
                .waitFor();
        if (exit == 0) {
            System.out.print(json ? figures(root) : Files.readString(root.resolve("docs/reference/gas.md")));
        }
        return exit;
    }

    /** Gas by what was measured: for each recipient who held nothing before and who did, of approvals, and of billing. */
    private static String figures(Path root) throws IOException {
        var all = JsonMapper.shared().createObjectNode();
        for (var name : MEASURED) {
            var file = root.resolve(Path.of("contracts", "snapshots", name + ".json"));
            all.set(name, JsonMapper.shared().readTree(Files.readString(file)));
        }
        return all + System.lineSeparator();
    }
}
