package com.protocolbanks.pb.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.pb.CommandLineFixture;
import com.protocolbanks.pb.CommandLineFixture.Ran;
import com.protocolbanks.x402.ChannelConfig;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.Voucher;
import com.protocolbanks.x402.receipts.HeadDomain;
import com.protocolbanks.x402.receipts.Outcome;
import com.protocolbanks.x402.receipts.ReceiptBody;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.Usage;
import com.protocolbanks.x402.receipts.UsageReceipt;
import com.protocolbanks.x402.verify.ChannelHistory.SignedHead;
import com.protocolbanks.x402.verify.ChannelHistory.SignedVoucher;
import com.protocolbanks.x402.verify.HistoryLines;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command over an exported file and a real chain. */
class VerifyUsageTest {
    private static final SecureRandom RANDOM = new SecureRandom();

    @TempDir
    Path folder;

    private final SigningKey agent = SigningKey.generate(RANDOM);
    private final SigningKey gateway = SigningKey.generate(RANDOM);
    private final SettlementDomain domain = new SettlementDomain(
            new ChainId(31_337), LocalChainFixture.contracts().billing().settlement());

    private List<String> exported() {
        Address somebody = gateway.address();
        var config = new ChannelConfig(
                somebody, agent.address(), somebody, somebody, somebody, 900, Hash32.of(BigInteger.TWO));
        Hash32 id = domain.channelId(config);
        var voucher = new Voucher(id, BigInteger.valueOf(1_000));
        var lines = new ArrayList<>(List.of(
                HistoryLines.domain(domain),
                HistoryLines.signer(gateway.address()),
                HistoryLines.channel(id, config),
                HistoryLines.voucher(new SignedVoucher(voucher, agent.sign(domain.digest(voucher))))));
        var chain = ReceiptChain.beginning(id);
        for (int seq = 1; seq <= 3; seq++) {
            var receipt = new UsageReceipt(seq, BigInteger.valueOf(7L * seq), body(id, seq));
            chain = chain.then(receipt);
            lines.add(HistoryLines.receipt(id, receipt));
        }
        var heads = new HeadDomain(domain.chainId(), domain.contract());
        lines.add(HistoryLines.head(new SignedHead(chain, gateway.sign(heads.digest(chain)), gateway.address())));
        return lines;
    }

    private static ReceiptBody body(Hash32 channel, int seq) {
        BigInteger seven = BigInteger.valueOf(7);
        return new ReceiptBody(
                channel,
                "request-" + seq,
                Instant.ofEpochSecond(1_700_000_000L + seq),
                "chat",
                "pb-small",
                Hash32.ZERO,
                Hash32.ZERO,
                Usage.NONE,
                1,
                seven,
                seven,
                BigInteger.ZERO,
                Outcome.DELIVERED);
    }

    private Ran verified(List<String> lines, String... more) throws IOException {
        var file = Files.write(folder.resolve("history.jsonl"), lines);
        var arguments = new ArrayList<>(List.of(
                "verify",
                "usage",
                file.toString(),
                "--rpc",
                LocalChainFixture.url().toString()));
        arguments.addAll(List.of(more));
        return new CommandLineFixture(Map.of()).run(arguments.toArray(String[]::new));
    }

    @Test
    void anHonestHistoryIsAccepted() throws Exception {
        var ran = verified(exported());

        assertThat(ran.exit()).as(ran.err() + ran.out()).isZero();
        assertThat(ran.out()).contains("honest; 3 receipts add up to 21, all of them signed for; 0 is claimed");
        assertThat(verified(exported(), "--signer", gateway.address().toString())
                        .exit())
                .isZero();
    }

    @Test
    void whatIsWrongIsNamed() throws Exception {
        var altered = new ArrayList<>(exported());
        altered.replaceAll(line -> line.replace("\"spent\":\"14\"", "\"spent\":\"13\""));
        var ran = verified(altered);
        assertThat(ran.exit()).isEqualTo(1);
        assertThat(ran.out()).contains("ALTERED_AMOUNT at receipt 2");

        var strangers = verified(exported(), "--signer", agent.address().toString());
        assertThat(strangers.exit()).isEqualTo(1);
        assertThat(strangers.out()).contains("FORGED_HEAD");
    }

    @Test
    void anUnreadableFileAndAnAbsentChainAreNotAVerdict() throws Exception {
        assertThat(verified(List.of("nonsense")).exit()).isEqualTo(2);
        var file = Files.write(folder.resolve("good.jsonl"), exported());
        assertThat(new CommandLineFixture(Map.of())
                        .run("verify", "usage", file.toString(), "--rpc", "http://127.0.0.1:1/")
                        .exit())
                .isEqualTo(3);
    }
}
