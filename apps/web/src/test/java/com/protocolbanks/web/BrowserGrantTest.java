package com.protocolbanks.web;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** A key made in the browser signs its grant as both SDKs do. */
class BrowserGrantTest {
    @Test
    void browserSignsTheSharedGrants() throws IOException, InterruptedException {
        var root = Path.of(System.getProperty("pb.root"));
        var node = new ProcessBuilder(
                        "node",
                        "src/test/js/grants.mjs",
                        "target/classes/static/assets",
                        root.resolve("tests/fixtures/agent-vectors.json").toString())
                .redirectErrorStream(true)
                .start();
        var said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(node.waitFor()).as(said).isZero();
        assertThat(said.strip()).isEqualTo("3");
    }
}
