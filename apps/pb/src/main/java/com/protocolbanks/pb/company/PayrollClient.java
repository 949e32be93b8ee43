package com.protocolbanks.pb.company;

import com.protocolbanks.embedded.DevAccount;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.evm.signature.PersonalMessage;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import tools.jackson.databind.JsonNode;

/** One company's payrolls, each step a call of the HTTP API by the member whose step it is. */
public final class PayrollClient {
    private static final String BATCHES = "/api/v1/payout-batches";

    private final URI web;
    private final Api preparer;
    private final List<Api> approvers;

    public PayrollClient(URI web, DemoCompany.Cast cast) {
        this.web = web;
        this.preparer = new Api(web, cast.preparer().apiKey());
        this.approvers = cast.approvers().stream()
                .map(actor -> new Api(web, actor.apiKey()))
                .toList();
    }

    /** The owner with that place signs in with the wallet once (EIP-4361), which proves that it is theirs. */
    public void signIn(int owner) {
        var account = DemoCompany.OWNERS.get(owner);
        var nonce = approvers.get(owner).get("/api/v1/auth/nonce").path("nonce").asString();
        var message = """
                %s wants you to sign in with your Ethereum account:
                %s

                Sign in to ProtocolBanks.

                URI: %s
                Version: 1
                Chain ID: %d
                Nonce: %s
                Issued At: %s""".formatted(
                        web.getAuthority(),
                        account.address(),
                        web,
                        LocalChain.CHAIN_ID,
                        nonce,
                        Instant.now().truncatedTo(ChronoUnit.SECONDS));
        var signature = key(account).sign(PersonalMessage.digest(message));
        approvers
                .get(owner)
                .post("/api/v1/auth/siwe", Map.of("message", message, "signature", Bytes.hex(signature.bytes())));
    }

    /** The preparer uploads a workbook in USDC; returns the new batch. */
    public JsonNode upload(Path workbook, String payPeriod, String confirmed) {
        return preparer.upload(
                BATCHES, workbook, Map.of("tokenSymbol", "USDC", "payPeriod", payPeriod, "confirm", confirmed));
    }

    /** The preparer submits rows in USDC; returns the new batch. */
    public JsonNode submit(List<Map<String, String>> items, String payPeriod) {
        return preparer.post(BATCHES, Map.of("tokenSymbol", "USDC", "payPeriod", payPeriod, "items", items));
    }

    /** The preparer puts other rows in the place of a batch's. */
    public JsonNode replace(String batch, List<Map<String, String>> items) {
        return preparer.put(path(batch) + "/items", Map.of("items", items));
    }

    /** The preparer asks for failed payments to be tried once more. */
    public JsonNode retryFailed(String batch) {
        return preparer.post(path(batch) + "/retry-failed", Map.of());
    }

    /** The preparer calls a batch off. */
    public JsonNode cancel(String batch) {
        return preparer.post(path(batch) + "/cancel", Map.of());
    }

    /** The newest batch, when there is one. */
    public Optional<String> latestBatch() {
        var batches = preparer.get(BATCHES).path("items");
        return batches.isEmpty()
                ? Optional.empty()
                : Optional.of(batches.get(0).path("id").asString());
    }

    /** The owner with that place among {@link DemoCompany#OWNERS} signs what the batch asks for and they have not signed. */
    public void approve(String batch, int owner) {
        var account = DemoCompany.OWNERS.get(owner);
        for (var request : requests(batch)) {
            boolean signed = request.path("approvals")
                    .valueStream()
                    .anyMatch(given -> given.path("signer")
                            .asString()
                            .equals(account.address().toString()));
            if (!signed) {
                approve(batch, owner, request);
            }
        }
    }

    /** What the owners are asked to sign now. */
    public List<JsonNode> requests(String batch) {
        return approvers
                .getFirst()
                .get(path(batch) + "/approval-request")
                .path("items")
                .valueStream()
                .toList();
    }

    /** That owner signs that request, which may have been asked for some time ago. */
    public JsonNode approve(String batch, int owner, JsonNode request) {
        return approvers.get(owner).post(path(batch) + "/approvals", approval(DemoCompany.OWNERS.get(owner), request));
    }

    /** All owners sign. */
    public void approve(String batch) {
        for (int owner = 0; owner < approvers.size(); owner++) {
            approve(batch, owner);
        }
    }

    private static Map<String, Object> approval(DevAccount owner, JsonNode request) {
        var digest = Hash32.of(request.path("ownerDigest").asString());
        var signature = key(owner).sign(digest);
        return Map.of(
                "requestId", request.path("requestId").asString(),
                "signer", owner.address().toString(),
                "signature", Bytes.hex(signature.bytes()));
    }

    private static SigningKey key(DevAccount account) {
        return SigningKey.of(Hash32.of(account.privateKey()));
    }

    public JsonNode batch(String batch) {
        return preparer.get(path(batch));
    }

    public List<JsonNode> items(String batch) {
        List<JsonNode> all = new ArrayList<>();
        String after = "";
        do {
            var page = preparer.get(path(batch) + "/items" + (after.isEmpty() ? "" : "?after=" + after));
            page.path("items").forEach(all::add);
            after = page.path("next").isNull() ? "" : page.path("next").asString();
        } while (!after.isEmpty());
        return all;
    }

    /** Records that the bank has executed every transfer that is pending; returns how many that were. */
    public int bankExecuted(String batch) {
        return bankSays(batch, number -> Map.of("outcome", "EXECUTED", "bankReference", "BANK-" + number));
    }

    /** Records that the bank has rejected every transfer that is pending; returns how many that were. */
    public int bankRejected(String batch, String reason) {
        return bankSays(batch, _ -> Map.of("outcome", "REJECTED", "reason", reason));
    }

    private int bankSays(String batch, IntFunction<Map<String, String>> word) {
        List<Map<String, String>> results = new ArrayList<>();
        for (var item : items(batch)) {
            for (var leg : item.path("legs")) {
                if (leg.path("rail").asString().equals("FIAT")
                        && leg.path("status").asString().equals("PENDING")) {
                    Map<String, String> result = new HashMap<>(word.apply(results.size() + 1));
                    result.put("legId", leg.path("id").asString());
                    results.add(result);
                }
            }
        }
        if (!results.isEmpty()) {
            approvers.getFirst().post(path(batch) + "/fiat-results", Map.of("results", results));
        }
        return results.size();
    }

    /** A document of the batch, by the end of its path, such as {@code report.pdf}. */
    public byte[] document(String batch, String name) {
        return preparer.download(path(batch) + "/" + name);
    }

    /**
     * Looks at the batch until the condition holds.
     *
     * @throws ApiRefused when the batch fails or the patience ends
     */
    public JsonNode await(String batch, Duration patience, Predicate<JsonNode> reached) {
        long end = System.nanoTime() + patience.toNanos();
        while (true) {
            var state = batch(batch);
            if (reached.test(state)) {
                return state;
            }
            if (state.path("status").asString().equals("FAILED")) {
                throw new ApiRefused("the batch ended as " + state.path("stage").asString());
            }
            if (System.nanoTime() > end) {
                throw new ApiRefused(
                        "the batch is still " + state.path("status").asString() + "/"
                                + state.path("stage").asString() + " after " + patience.toSeconds() + " s: " + state);
            }
            pause();
        }
    }

    /** The batch once its documents are written. */
    public JsonNode awaitDone(String batch, Duration patience) {
        return await(batch, patience, state -> state.path("stage").asString().equals("DONE"));
    }

    /** Waits until the batch has failed as a whole. */
    public void awaitFailed(String batch, Duration patience) {
        long end = System.nanoTime() + patience.toNanos();
        while (!batch(batch).path("status").asString().equals("FAILED")) {
            if (System.nanoTime() > end) {
                throw new ApiRefused("the batch has not failed: " + batch(batch));
            }
            pause();
        }
    }

    private static String path(String batch) {
        return BATCHES + "/" + batch;
    }

    private static void pause() {
        try {
            TimeUnit.MILLISECONDS.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new ApiRefused("interrupted");
        }
    }
}
