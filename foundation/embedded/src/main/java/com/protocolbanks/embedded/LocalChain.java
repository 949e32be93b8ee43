package com.protocolbanks.embedded;

import com.protocolbanks.embedded.anvil.AnvilBinary;
import com.protocolbanks.embedded.anvil.ChainPulse;
import com.protocolbanks.embedded.anvil.ChainState;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * A development chain (anvil, Prague rules, chain id 31337, 60 million gas a block) with the accounts of
 * {@link DevAccount}.
 */
public final class LocalChain implements AutoCloseable {
    public static final long CHAIN_ID = 31_337;

    private static final Duration START = Duration.ofSeconds(60);
    private static final String ASK = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"eth_chainId\",\"params\":[]}";

    private final ServerProcess server;
    private final int port;
    /** What runs beside the server, to be ended before it. */
    private final List<AutoCloseable> companions = new ArrayList<>();

    private LocalChain(ServerProcess server, int port, Mining mining) {
        this.server = server;
        this.port = port;
        if (mining instanceof Mining.AsNeeded) {
            companions.add(ChainPulse.of(url()));
        }
    }

    /** When the chain makes a block. */
    public sealed interface Mining {
        /** For each transaction at once; many sent at a time may be left waiting until the next one comes. */
        record EachTransaction() implements Mining {}

        /** For each transaction, and also every so many seconds. */
        record EachTransactionAndEvery(int seconds) implements Mining {}

        /** Every so many seconds. */
        record Every(int seconds) implements Mining {}

        /** For each transaction, for those left waiting within half a second, and an empty one every 15 seconds. */
        record AsNeeded() implements Mining {}

        /** Only when told to by {@code anvil_mine}. */
        record WhenTold() implements Mining {}

        /** Only when told to, and its first block is of that time. */
        record WhenToldSince(Instant genesis) implements Mining {}
    }

    /**
     * A chain that keeps its blocks in the folder, written every second and when it is stopped; killed, it may forget
     * its last seconds, which a real chain does not.
     */
    public static LocalChain keeping(DataFolder folder, Mining mining) {
        var home = folder.resolve("chain");
        ServerProcess.endOrphan("anvil", home);
        var state = ChainState.in(home);
        state.repair();
        var keep = List.of("--state", state.file().toString(), "--state-interval", "1");
        var chain = start(home, folder.port("chain"), mining, keep);
        state.beginCopying();
        chain.companions.add(state);
        return chain;
    }

    /** A chain that forgets; the folder is for its log. */
    public static LocalChain forgetting(Path folder, Mining mining) {
        return FreePorts.startOn(port -> start(folder, port, mining, List.of()));
    }

    private static List<String> options(Mining mining) {
        return switch (mining) {
            case Mining.EachTransaction(), Mining.AsNeeded() -> List.of();
            case Mining.EachTransactionAndEvery(int seconds) ->
                List.of("--mixed-mining", "--block-time", Integer.toString(seconds));
            case Mining.Every(int seconds) -> List.of("--block-time", Integer.toString(seconds));
            case Mining.WhenTold() -> List.of("--no-mining");
            case Mining.WhenToldSince(var genesis) ->
                List.of("--no-mining", "--timestamp", Long.toString(genesis.getEpochSecond()));
        };
    }

    private static LocalChain start(Path home, int port, Mining mining, List<String> keep) {
        var command = new ArrayList<>(List.of(
                AnvilBinary.find().toString(),
                "--host",
                "127.0.0.1",
                "--port",
                Integer.toString(port),
                "--chain-id",
                Long.toString(CHAIN_ID),
                "--hardfork",
                "prague",
                "--gas-limit",
                "60000000",
                "--silent"));
        command.addAll(options(mining));
        command.addAll(keep);
        try (var http =
                HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(1)).build()) {
            var server = ServerProcess.start(
                    new ServerProcess.Command("anvil", home, command, "TERM"), () -> answers(http, port), START);
            return new LocalChain(server, port, mining);
        }
    }

    private static boolean answers(HttpClient http, int port) {
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port))
                .timeout(Duration.ofSeconds(1))
                .header("Content-Type", "application/json")
                .POST(BodyPublishers.ofString(ASK))
                .build();
        try {
            return http.send(request, BodyHandlers.ofString()).body().contains("\"result\"");
        } catch (IOException notYet) {
            return false;
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /** The address of its JSON-RPC endpoint. */
    public URI url() {
        return URI.create("http://127.0.0.1:" + port);
    }

    /** The process number of the server, for tests that kill it. */
    public long pid() {
        return server.pid();
    }

    @Override
    public void close() {
        try {
            for (var companion : companions) {
                companion.close();
            }
        } catch (Exception fault) {
            throw new IllegalStateException("a companion of the local chain did not end", fault);
        } finally {
            server.close();
        }
    }
}
