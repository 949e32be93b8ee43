package com.protocolbanks.pb.verify;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.rpc.ChainUnavailable;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.x402.SettlementDomain;
import com.protocolbanks.x402.verify.ChannelHistory;
import com.protocolbanks.x402.verify.ClaimedOnChain;
import com.protocolbanks.x402.verify.HistoryLines;
import com.protocolbanks.x402.verify.UsageVerifier;
import com.protocolbanks.x402.verify.Verdict;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** Proves that every claimed unit is covered by a receipt and every receipt by a voucher, or names the first that is not. */
@Command(
        name = "usage",
        mixinStandardHelpOptions = true,
        description =
                "Check an exported history (GET /api/v1/session-keys/ID/history): is every unit claimed on chain covered"
                        + " by a receipt, and every receipt by a voucher?")
public final class VerifyUsage implements Callable<Integer> {
    private static final int HONEST = 0;
    private static final int TAMPERED = 1;
    private static final int UNREADABLE = 2;
    private static final int UNREACHABLE = 3;
    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final Duration ANSWER = Duration.ofSeconds(20);

    @Parameters(paramLabel = "FILE", description = "Lines of JSON.")
    private Path file = Path.of("");

    @Option(names = "--rpc", required = true, description = "An endpoint of the chain.")
    private URI rpc = URI.create("");

    @Option(
            names = "--signer",
            split = ",",
            description =
                    "The gateways' keys, when you know them from elsewhere; without, those in the file are believed.")
    private Set<Address> signers = Set.of();

    @Option(
            names = "--contract",
            description =
                    "The settlement contract, when you know it from elsewhere; without, the one in the file is believed.")
    private Optional<Address> contract = Optional.empty();

    @Spec
    private @Nullable CommandSpec spec;

    @Override
    public Integer call() {
        try (var lines = Files.lines(file)) {
            return verify(HistoryLines.read(lines));
        } catch (IOException e) {
            return say(UNREADABLE, file + " cannot be read");
        } catch (HistoryLines.Unreadable e) {
            return say(UNREADABLE, file + ", " + e.getMessage());
        } catch (ChainUnavailable e) {
            return say(UNREACHABLE, "the chain could not be asked: " + e.getMessage());
        }
    }

    private int verify(HistoryLines.History history) {
        var chain = new JsonRpcChainClient(JsonRpcChainClient.http(CONNECT), rpc, ANSWER);
        var asked = new SettlementDomain(
                chain.chainId(), contract.orElse(history.domain().contract()));
        var verifier = new UsageVerifier(
                asked, signers.isEmpty() ? history.signers() : signers, ClaimedOnChain.by(chain, asked.contract()));
        int exit = HONEST;
        for (ChannelHistory channel : history.channels()) {
            switch (verifier.verify(channel)) {
                case Verdict.Honest honest -> print("channel " + honest.channelId() + ": honest; " + words(honest));
                case Verdict.Tampered wrong -> {
                    print("channel " + wrong.channelId() + ": " + wrong.tampering() + " at receipt " + wrong.seq()
                            + ": " + wrong.words());
                    exit = TAMPERED;
                }
            }
        }
        return exit;
    }

    private static String words(Verdict.Honest honest) {
        String behind = honest.signedUpTo() == honest.receipts()
                ? "all of them signed for"
                : "signed for up to " + honest.signedUpTo();
        return honest.receipts() + " receipts add up to " + honest.spent() + ", " + behind + "; " + honest.claimed()
                + " is claimed on chain";
    }

    private void print(String words) {
        PrintWriter out = line().getOut();
        out.println(words);
        out.flush();
    }

    private int say(int exit, String words) {
        PrintWriter err = line().getErr();
        err.println("pb verify usage: " + words);
        err.flush();
        return exit;
    }

    private CommandLine line() {
        if (spec == null) {
            throw new IllegalStateException("a command runs inside a command line");
        }
        return spec.commandLine();
    }
}
