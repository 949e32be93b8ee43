package com.protocolbanks.pb.demo;

import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.pb.company.ApiRefused;
import com.protocolbanks.pb.company.DemoCompany;
import com.protocolbanks.pb.company.SessionKeyClient;
import com.protocolbanks.pb.standalone.Standalone;
import com.protocolbanks.sdk.Agent;
import com.protocolbanks.sdk.AgentRequest;
import com.protocolbanks.sdk.AgentSettings;
import com.protocolbanks.sdk.Paid;
import com.protocolbanks.sdk.Payer;
import com.protocolbanks.sdk.WindowSize;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import tools.jackson.databind.JsonNode;

/** An agent with a session key of 1.00 USDC: it asks by the cent until it is refused, and its use is settled on chain. */
final class DemoAgent {
    private static final BigInteger LIMIT = BigInteger.valueOf(1_000_000);
    private static final BigInteger STEP = BigInteger.valueOf(100_000);
    private static final int AT_ONCE = 8;
    private static final int ROUNDS = 10;
    /** A cent each: so many requests the limit pays for. */
    private static final int EXPECTED = 100;

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final String QUESTION =
            "{\"model\":\"assistant\",\"messages\":[{\"role\":\"user\",\"content\":\"What is due this month?\"}]}";

    private final Standalone standalone;
    private final DemoCompany.Cast cast;
    private final Narrator narrator;
    private final SecureRandom random = new SecureRandom();
    private final SessionKeyClient keys;

    DemoAgent(Standalone standalone, DemoCompany.Cast cast, Narrator narrator) {
        this.standalone = standalone;
        this.cast = cast;
        this.narrator = narrator;
        this.keys = new SessionKeyClient(standalone.web(), cast, random);
    }

    /** What the agent's requests came to. */
    private record Spree(int paid, int refusedWith) {}

    /** Spends the key that is kept in the folder, or goes on where an earlier start was cut off. */
    DemoSummary.Billing spend(Path folder) {
        var key = AgentKey.kept(folder, random);
        var usdc = standalone.servers().contracts().token(DevelopmentToken.USDC);
        var id = keys.find(key.address())
                .map(found -> found.path("key").path("id").asString())
                .orElseGet(() -> granted(key, usdc));
        var agent = opened(key);
        var spree = spree(agent);
        narrator.fact(spree.paid() + " answers paid at 0.01 USDC, then refused with " + spree.refusedWith());
        narrator.step("The worker takes the usage over and settles it on chain");
        var whole = keys.await(id, PATIENCE, DemoAgent::isSettled);
        var claim = claim(whole);
        narrator.fact(whole.path("key").path("currentUsage").asString() + " of "
                + whole.path("key").path("limitAmount").asString() + " USDC used; claimed in "
                + claim.path("transaction").asString());
        proven(agent);
        return new DemoSummary.Billing(
                standalone.gateway().toString(),
                id,
                key.address().toString(),
                AgentKey.text(folder),
                plain(whole.path("key").path("limitAmount")),
                plain(whole.path("key").path("currentUsage")),
                paidRequests(whole),
                spree.refusedWith(),
                claim.path("transaction").asString(),
                claim.path("channelId").asString(),
                usdc.toString(),
                standalone.servers().contracts().billing().settlement().toString());
    }

    private String granted(SigningKey key, Address usdc) {
        narrator.step("The owners grant an agent's session key 1.00 USDC, and the wallet funds its channel");
        var id = keys.create(key, usdc, LIMIT, List.of("chat"), List.of());
        standalone.fundChannel(cast.organization().walletAddress(), key.address(), LIMIT);
        narrator.fact("key " + key.address() + ", gateway at " + standalone.gateway());
        return id;
    }

    private Agent opened(SigningKey key) {
        var surroundings = new AgentSettings.Surroundings(HttpClient.newHttpClient(), Clock.systemUTC(), this::salt);
        var settings = AgentSettings.of(
                standalone.gateway(),
                Payer.from(key, cast.organization().walletAddress()),
                new WindowSize(STEP, LIMIT),
                surroundings);
        return switch (Agent.open(settings)) {
            case Agent.Opening.Opened(Agent agent) -> agent;
            case Agent.Opening.NotOpened(Paid reason) -> throw new ApiRefused("the agent has no session: " + reason);
        };
    }

    private Hash32 salt() {
        byte[] bytes = new byte[Hash32.LENGTH];
        random.nextBytes(bytes);
        return new Hash32(bytes);
    }

    /** Asks until nothing is left: a refusal while others are still running says only that they hold the rest. */
    private Spree spree(Agent agent) {
        narrator.step("The agent asks until its money is used up");
        var paid = new AtomicInteger();
        try (var bar = narrator.bar("answers")) {
            int refused = 0;
            for (int round = 0; round < ROUNDS && (round == 0 || isMoneyLeft(agent)); round++) {
                refused = Math.max(
                        refused, together(() -> asking(agent, () -> bar.show(paid.incrementAndGet(), EXPECTED))));
            }
            return new Spree(paid.get(), refused);
        }
    }

    private static boolean isMoneyLeft(Agent agent) {
        try {
            return agent.left().left().signum() > 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Several of them at once; returns the highest answer. */
    private static int together(Callable<Integer> asking) {
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            int highest = 0;
            for (var end : threads.invokeAll(Collections.nCopies(AT_ONCE, asking))) {
                highest = Math.max(highest, end.get());
            }
            return highest;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiRefused("interrupted");
        } catch (ExecutionException e) {
            throw new ApiRefused("the agent failed: " + e.getCause());
        }
    }

    /** One request after the other until one is refused; returns the status of that. */
    private static int asking(Agent agent, Runnable paid) {
        while (true) {
            var answer = agent.send(AgentRequest.json(UUID.randomUUID().toString(), "/v1/chat/completions", QUESTION));
            if (!(answer instanceof Paid.Answered answered)) {
                return endedBy(answer);
            }
            if (answered.status() != 200) {
                return answered.status();
            }
            paid.run();
        }
    }

    /** The gateway's 402 to a voucher over more than there is. */
    private static int endedBy(Paid answer) {
        if (answer instanceof Paid.Refused(String code) && code.equals("out_of_money")) {
            return 402;
        }
        throw new ApiRefused("the agent was not answered: " + answer);
    }

    private static boolean isSettled(JsonNode whole) {
        var key = whole.path("key");
        return key.path("currentUsage")
                        .asString()
                        .equals(key.path("limitAmount").asString())
                && whole.path("claims").valueStream().anyMatch(DemoAgent::isFinal);
    }

    private static boolean isFinal(JsonNode claim) {
        return claim.path("state").asString().equals("FINAL")
                && !claim.path("transaction").isNull();
    }

    private static JsonNode claim(JsonNode whole) {
        return whole.path("claims")
                .valueStream()
                .filter(DemoAgent::isFinal)
                .findFirst()
                .orElseThrow();
    }

    private static int paidRequests(JsonNode whole) {
        return whole.path("channels")
                .valueStream()
                .mapToInt(one -> one.path("seq").asInt())
                .sum();
    }

    /** Fetches every receipt and the signed head, and checks them as anybody can. */
    private void proven(Agent agent) {
        try {
            var findings = agent.audit();
            if (!findings.isEmpty()) {
                throw new ApiRefused("the receipts do not hold: " + findings);
            }
            narrator.fact(agent.proven().seq() + " receipts checked offline: "
                    + agent.proven().spent() + " smallest units, chain "
                    + agent.proven().value());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String plain(JsonNode amount) {
        return new BigDecimal(amount.asString())
                .setScale(2, RoundingMode.UNNECESSARY)
                .toPlainString();
    }
}
