package com.protocolbanks.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.payroll.signing.WordCode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

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
        assertThat(said.strip()).isEqualTo("20 " + codeOfTheFirst(root));
    }

    private static String codeOfTheFirst(Path root) throws IOException {
        var vector = JsonMapper.shared()
                .readTree(Files.readString(root.resolve("tests/fixtures/merkle.json")))
                .path(0);
        var total = vector.path("items")
                .valueStream()
                .map(item -> new BigInteger(item.path("amount").asString()))
                .reduce(BigInteger.ZERO, BigInteger::add);
        return WordCode.of("USDC", Hash32.of(vector.path("root").asString()), total);
    }
}
