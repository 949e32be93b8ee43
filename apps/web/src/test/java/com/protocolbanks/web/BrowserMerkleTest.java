package com.protocolbanks.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** What the approver's browser computes, run by Node from the very files the pages serve. */
class BrowserMerkleTest {
    @Test
    void browserFindsTheRootsOfTheSharedVectors() throws IOException, InterruptedException {
        var root = Path.of(System.getProperty("pb.root"));
        var node = new ProcessBuilder(
                        "node",
                        "src/test/js/merkle.mjs",
                        "target/classes/static/assets",
                        root.resolve("tests/fixtures/merkle.json").toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(node.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo("20");
    }
}
