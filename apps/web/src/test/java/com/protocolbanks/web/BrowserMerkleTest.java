package com.protocolbanks.web;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.payroll.signing.Recount;
import com.protocolbanks.payroll.signing.WordCode;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** What the approver's browser computes, run by Node from the very files the pages serve. */
class BrowserMerkleTest {
    @Test
    void browserFindsTheRootsOfTheSharedVectors() throws IOException, InterruptedException {
        var root = Path.of(System.getProperty("pb.root"));

        var said = said(
                "src/test/js/merkle.mjs",
                root.resolve("tests/fixtures/merkle.json").toString());

        assertThat(said).isEqualTo("20 " + codeOfTheFirst(root));
    }

    @Test
    void browserFindsTheRootOfABankFile() throws IOException, InterruptedException {
        List<Recount.Transfer> transfers = new ArrayList<>();
        for (int i = 1; i <= 5; i++) {
            transfers.add(new Recount.Transfer(
                    new UUID(i * 0x1234_5678_9abcL, -i),
                    Keccak.hash(new byte[] {(byte) i}),
                    BigInteger.valueOf(1_000L + i)));
        }
        var asked = transfers.stream()
                .map(one -> Map.of(
                        "item", one.item().toString(),
                        "account", one.account().hex(),
                        "units", one.units().toString()))
                .toList();
        var expected = Recount.bank(new UUID(7, 8), 1, Address.ZERO, "EUR", transfers);

        var said = said("src/test/js/bank-root.mjs", JsonMapper.shared().writeValueAsString(asked));

        assertThat(said).isEqualTo(expected.root().hex());
    }

    private static String said(String script, String argument) throws IOException, InterruptedException {
        var node = new ProcessBuilder("node", script, "target/classes/static/assets", argument)
                .redirectErrorStream(true)
                .start();
        var said = new String(node.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(node.waitFor()).as(said).isZero();
        return said.strip();
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
