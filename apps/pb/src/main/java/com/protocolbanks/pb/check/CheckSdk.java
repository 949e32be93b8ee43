package com.protocolbanks.pb.check;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.upstream.LocalUpstream;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.gateway.GatewayApp;
import com.protocolbanks.gateway.GatewayConfig;
import com.protocolbanks.pb.company.SessionKeyClient;
import com.protocolbanks.worker.WorkerApp;
import java.io.IOException;
import java.math.BigInteger;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Other people's clients, unmodified, and our SDK's own tests. */
final class CheckSdk implements Check {
    private static final List<String> ROUTES = List.of("chat", "tools");
    private static final BigInteger LIMIT = BigInteger.valueOf(50_000_000);
    /** An account of its own, which funds its channels by signatures. */
    private static final DevAccount WALLET = DevAccount.ALL.get(6);

    private static final String PRICES = """
            {"unit": "USD", "routes": [
              {"route": "chat", "surface": "CHAT", "models": {"small":
                {"perMillionInput": "2", "perMillionOutput": "8", "maxOutputTokens": 64}}},
              {"route": "tools", "surface": "MCP", "models": {"echo": {"perRequest": "0.01"},
                "recite": {"perRequest": "0.01"}}}]}""";

    @Override
    public String name() {
        return "sdk";
    }

    @Override
    public String promise() {
        return "The official OpenAI SDK, the x402 project's own client and an MCP client pay a gateway unmodified, and every receipt holds.";
    }

    @Override
    public List<String> run() throws Exception {
        var folder = DemoProcess.root().resolve("sdk/typescript");
        var wrong = new ArrayList<String>();
        for (var command : List.of(List.of("npm", "ci"), List.of("npm", "test"))) {
            node(folder, Map.of(), command, wrong);
        }
        if (wrong.isEmpty()) {
            withGateway(surroundings -> node(folder, surroundings, List.of("npm", "run", "examples"), wrong));
        }
        return wrong;
    }

    private interface Examples {
        void run(Map<String, String> surroundings) throws IOException, InterruptedException;
    }

    private static void withGateway(Examples examples) throws IOException, InterruptedException {
        try (var trial = Trial.open("sdk", new LocalChain.Mining.EachTransactionAndEvery(1));
                var worker = WorkerApp.start(trial.premises().worker());
                var provider = LocalUpstream.start(0)) {
            trial.premises().prices(PRICES);
            try (var gateway = GatewayApp.start(config(trial, provider.url()))) {
                examples.run(Map.of(
                        "PB_GATEWAY", "http://localhost:" + gateway.port(),
                        "PB_AGENT_KEY", granted(trial).hex(),
                        "PB_WALLET_KEY", WALLET.privateKey(),
                        "PB_RPC_URL", trial.premises().servers().chainUrl().toString()));
            }
        }
    }

    /** The gateway's settings, with each route at the provider's address for it. */
    private static GatewayConfig config(Trial trial, URI provider) throws IOException {
        var config = trial.premises().gateway("gateway-1", 0, provider, ROUTES);
        Files.writeString(config.serving().upstreams(), """
                {"chat": {"url": "%s", "private": true}, "tools": {"url": "%s", "private": true}}
                """.formatted(provider, provider.resolve("/mcp")));
        return config;
    }

    /** A new session key that the company's wallet lets spend and the account may fund; its secret comes back. */
    private static Hash32 granted(Trial trial) {
        var contracts = trial.premises().servers().contracts();
        var usdc = contracts.token(DevelopmentToken.USDC);
        contracts.mint(DevelopmentToken.USDC, WALLET.address(), LIMIT);
        var random = new SecureRandom();
        byte[] secret = new byte[Hash32.LENGTH];
        random.nextBytes(secret);
        new SessionKeyClient(trial.premises().web(), trial.cast(), random)
                .create(SigningKey.of(new Hash32(secret)), usdc, LIMIT, ROUTES, List.of(WALLET.address()));
        return new Hash32(secret);
    }

    private static void node(Path folder, Map<String, String> surroundings, List<String> command, List<String> wrong)
            throws IOException, InterruptedException {
        var process = new ProcessBuilder(command).directory(folder.toFile()).inheritIO();
        process.environment().putAll(surroundings);
        int code = process.start().waitFor();
        if (code != 0) {
            wrong.add(String.join(" ", command) + " ended with exit code " + code);
        }
    }
}
