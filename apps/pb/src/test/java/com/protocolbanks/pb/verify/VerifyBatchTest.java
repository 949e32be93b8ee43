package com.protocolbanks.pb.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.payroll.signing.WordCode;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** The offline count of a spreadsheet, as somebody at a machine of their own runs it. */
class VerifyBatchTest {
    private static final String TWO = """
            Name,Wallet address,Amount,Split
            Ana,0x00000000000000000000000000000000000000a1,10.50,
            王伟,0x00000000000000000000000000000000000000b2,20,usdc 70 / usdt 30
            """;

    @TempDir
    Path folder;

    @Test
    void eachTokenHasItsTotalItsRootAndItsWords() throws Exception {
        var sums = counted(file(TWO), "--token", "USDC=6", "--token", "USDT=6").path("sums");
        assertThat(sums).hasSize(2);
        var usdc = sums.path(0);
        assertThat(usdc.path("total").asString()).isEqualTo("24.500000");
        assertThat(usdc.path("payments").asInt()).isEqualTo(2);
        assertThat(usdc.path("wordCode").asString())
                .isEqualTo(WordCode.of("USDC", Hash32.of(usdc.path("root").asString()), BigInteger.valueOf(24_500_000)))
                .matches("([bdfghj-npr-tvz][aiou][bdfghj-npr-tvz][aiou][bdfghj-npr-tvz]-?){5}");
    }

    @Test
    void onePaymentChangedByTheSmallestUnitHasOtherWords() throws Exception {
        var code = counted(file(TWO), "--token", "USDC=6", "--token", "USDT=6")
                .path("sums")
                .path(0)
                .path("wordCode")
                .asString();
        var tokens = new String[] {"--token", "USDC=6", "--token", "USDT=6", "--expect", code};
        assertThat(run(file(TWO), tokens)).isZero();
        assertThat(run(file(TWO.replace("10.50", "10.500001")), tokens)).isEqualTo(1);
        assertThat(run(file(TWO.replace("00a1", "00a2")), tokens)).isEqualTo(1);
        assertThat(run(file(TWO), "--token", "USDC=6", "--token", "USDT=6", "--chunk-size", "1", "--expect", code))
                .isEqualTo(1);
    }

    @Test
    void aFileWithAnErrorIsRefusedByRow() throws Exception {
        assertThat(run(file(TWO.replace("10.50", "-3")), "--token", "USDC=6", "--token", "USDT=6"))
                .isEqualTo(1);
        assertThat(run(folder.resolve("absent.csv"))).isEqualTo(2);
    }

    private JsonNode counted(Path file, String... options) {
        var out = new StringWriter();
        var line = new CommandLine(new VerifyCommand()).setOut(new PrintWriter(out));
        var arguments = new ArrayList<>(List.of("batch", file.toString(), "--json"));
        arguments.addAll(List.of(options));
        assertThat(line.execute(arguments.toArray(String[]::new))).isZero();
        return JsonMapper.shared().readTree(out.toString());
    }

    private int run(Path file, String... options) {
        var arguments = new ArrayList<>(List.of("batch", file.toString()));
        arguments.addAll(List.of(options));
        return new CommandLine(new VerifyCommand()).execute(arguments.toArray(String[]::new));
    }

    private Path file(String text) throws Exception {
        return Files.writeString(folder.resolve("payroll-" + text.hashCode() + ".csv"), text);
    }
}
