package com.protocolbanks.pb.bench;

import com.protocolbanks.pb.bench.turns.BenchmarksPage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;

/** {@code pb bench gas}: measures the contracts' gas again and prints the table it wrote. */
@Command(
        name = "gas",
        mixinStandardHelpOptions = true,
        description = "Gas of a payout for each recipient, beside other ways of paying many.")
final class GasTable implements Callable<Integer> {
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
            System.out.print(Files.readString(root.resolve(Path.of("docs", "reference", "gas.md"))));
        }
        return exit;
    }
}
