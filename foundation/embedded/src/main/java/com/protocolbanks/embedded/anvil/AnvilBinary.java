package com.protocolbanks.embedded.anvil;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.TimeUnit;

/** Finds anvil (Foundry's development chain) among what {@code contracts/package-lock.json} pins, or installs it. */
public final class AnvilBinary {
    private static final String PLACE = "node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil";
    private static final long INSTALL_MINUTES = 10;

    private AnvilBinary() {}

    /**
     * The program of the repository at system property {@code pb.root}.
     *
     * @throws IllegalStateException with one sentence that says what is missing
     */
    public static Path find() {
        var root = System.getProperty("pb.root");
        if (root == null) {
            throw new IllegalStateException(
                    "The local chain needs the system property pb.root: the repository's folder.");
        }
        var contracts = Path.of(root).resolve("contracts");
        var anvil = contracts.resolve(PLACE);
        if (!Files.isExecutable(anvil)) {
            install(contracts, anvil);
        }
        return anvil;
    }

    private static void install(Path contracts, Path anvil) {
        if (Files.notExists(contracts.resolve("package-lock.json"))) {
            throw new IllegalStateException("The local chain needs anvil; " + contracts + " has no package-lock.json.");
        }
        // two test processes may get here at once
        try (var channel = FileChannel.open(
                        contracts.resolve(".install-lock"),
                        StandardOpenOption.CREATE,
                        StandardOpenOption.WRITE,
                        StandardOpenOption.DELETE_ON_CLOSE);
                var _ = channel.lock()) {
            if (Files.isExecutable(anvil)) {
                return;
            }
            npmInstall(contracts);
            if (!Files.isExecutable(anvil)) {
                throw new IllegalStateException("The local chain needs anvil; npm did not install " + anvil + ".");
            }
        } catch (IOException fault) {
            throw new UncheckedIOException("cannot install anvil in " + contracts, fault);
        }
    }

    private static void npmInstall(Path contracts) throws IOException {
        var log = Files.createTempFile("pb-npm", ".log");
        Process npm;
        try {
            npm = new ProcessBuilder("npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts")
                    .directory(contracts.toFile())
                    .redirectErrorStream(true)
                    .redirectOutput(Redirect.to(log.toFile()))
                    .start();
        } catch (IOException absent) {
            throw new IllegalStateException("The local chain needs anvil, and npm (Node 20+) to install it.", absent);
        }
        try {
            if (!npm.waitFor(INSTALL_MINUTES, TimeUnit.MINUTES) || npm.exitValue() != 0) {
                npm.destroyForcibly();
                throw new IllegalStateException("The local chain needs anvil; `npm ci` failed in " + contracts + ": "
                        + Files.readString(log).strip());
            }
        } catch (InterruptedException interrupted) {
            npm.destroyForcibly();
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while installing anvil", interrupted);
        } finally {
            Files.delete(log);
        }
    }
}
