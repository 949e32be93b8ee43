package com.protocolbanks.pb.admin;

import com.protocolbanks.evm.Bytes;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.keys.KeystoreRefused;
import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.payouts.reconciliation.Difference;
import com.protocolbanks.payouts.reconciliation.Reconciled;
import com.protocolbanks.pb.admin.AskedApproval.Counted;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

/** {@code pb batch …}. */
@Command(name = "batch", mixinStandardHelpOptions = true, description = "Payrolls: approve, compare with the chain.")
final class BatchCommands {
    private BatchCommands() {}

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new BatchCommands())
                .addSubcommand(new Approve(surroundings))
                .addSubcommand(new Reconcile(surroundings));
    }

    @Command(
            name = "approve",
            mixinStandardHelpOptions = true,
            description = {
                "Count again from the items what the server asks to be signed, show it, and sign it with a key file.",
                "PB_API_KEY holds the approver's API key (scopes PAYOUTS_READ and PAYOUTS_APPROVE)."
            })
    static final class Approve extends AdminCommand {
        private static final int CODE_BYTES = 4;

        @Parameters(paramLabel = "BATCH", description = "The batch's id.")
        private UUID batchId = new UUID(0, 0);

        @Option(names = "--keystore", required = true, description = "The approver's encrypted key file (version 3).")
        private Path keystore = Path.of("");

        @Option(
                names = "--password-file",
                defaultValue = "${env:PB_KEYSTORE_PASSWORD_FILE}",
                description = "Holds its password (or PB_KEYSTORE_PASSWORD_FILE); without, it is asked for.")
        private Optional<Path> passwordFile = Optional.empty();

        @Option(
                names = "--url",
                required = true,
                defaultValue = "${env:PB_PUBLIC_URL}",
                description = "The address of the pages (or PB_PUBLIC_URL).")
        private URI origin = URI.create("http://localhost");

        @Option(
                names = "--confirm",
                paramLabel = "CODE",
                description = "The code shown for exactly these payments; without, it is asked for on a terminal.")
        private Optional<String> confirm = Optional.empty();

        private final Surroundings surroundings;

        Approve(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var api = new PayoutApi(origin, surroundings.setting("PB_API_KEY"))) {
                return approve(api);
            } catch (PayoutApi.Declined declined) {
                return Answer.refused(String.valueOf(declined.getMessage()));
            }
        }

        private Answer approve(PayoutApi api) {
            var batch = api.batch(batchId);
            // Asking for the request is what gives each payment its run, so the items are read after it.
            var requests = api.approvalRequests(batchId);
            var items = api.items(batchId);
            var counted = new ArrayList<Counted.Same>();
            for (var request : requests) {
                var asked = new AskedApproval(batchId, request, items);
                if (!asked.isOpen()) {
                    continue;
                }
                switch (asked.counted()) {
                    case Counted.Same same -> counted.add(same);
                    case Counted.Different(var why) -> {
                        return Answer.refused("NOT SIGNED. What is asked is not what the items come to: " + why);
                    }
                }
            }
            if (counted.isEmpty()) {
                return Answer.refused("Nothing of this batch waits for a signature; it is "
                        + batch.path("stage").asString("") + ".");
            }
            var stranger = stranger(counted);
            if (stranger.isPresent()) {
                return Answer.refused("NOT SIGNED. " + stranger.get());
            }
            show(batch, counted, changes(api, batch, items));
            var code = code(counted);
            if (!confirm.or(() -> surroundings.prompt().ask("Type " + code + " to sign: "))
                    .map(String::strip)
                    .equals(Optional.of(code))) {
                return Answer.refused("Not signed. To sign exactly this: --confirm " + code);
            }
            return sign(api, counted);
        }

        /** What is asked in the name of another deployment than the one this machine knows. */
        private Optional<String> stranger(List<Counted.Same> counted) {
            if (surroundings.environment().getOrDefault("PB_CONTRACTS", "").isBlank()) {
                say("PB_CONTRACTS is not set: the contract and the operator below are the server's word.");
                return Optional.empty();
            }
            var known = Office.deployment(surroundings);
            for (var one : counted) {
                if (!one.chainId().equals(known.chainId())) {
                    return Optional.of("It is for chain " + one.chainId() + ", not " + known.chainId() + ".");
                }
                if (one.operator().isPresent()
                        && (!one.contract().equals(known.multiSend())
                                || !one.operator().get().equals(known.operator()))) {
                    return Optional.of("It names the contract " + one.contract() + " and the operator "
                            + one.operator().get() + ", which PB_CONTRACTS does not.");
                }
            }
            return Optional.empty();
        }

        private static Optional<PayeeChanges> changes(PayoutApi api, JsonNode batch, List<JsonNode> items) {
            var token = batch.path("tokenSymbol").asString("");
            var created = batch.path("createdAt").asString("");
            return api.newestBatches().stream()
                    .filter(earlier -> earlier.path("tokenSymbol").asString("").equals(token))
                    .filter(earlier -> List.of("PROCESSING", "COMPLETED")
                            .contains(earlier.path("status").asString("")))
                    .filter(earlier -> earlier.path("createdAt").asString("").compareTo(created) < 0)
                    .findFirst()
                    .map(earlier -> PayeeChanges.between(
                            api.items(UUID.fromString(earlier.path("id").asString())), items));
        }

        private void show(JsonNode batch, List<Counted.Same> counted, Optional<PayeeChanges> changes) {
            say("Batch " + batchId + ", " + batch.path("itemCount").asInt(0) + " people, period "
                    + batch.path("payPeriod").asString("not given"));
            for (var one : counted) {
                say("  " + one.total().toPlainString() + " " + one.asset() + " to " + one.count() + " payees, from "
                        + one.wallet() + " on chain " + one.chainId());
                say("    contract " + one.contract()
                        + one.operator()
                                .map(operator -> ", operator " + operator)
                                .orElse(" (bank file)"));
            }
            changes.ifPresentOrElse(
                    found -> {
                        say(found.lines().size() + " changes since the last payroll"
                                + (found.lines().isEmpty() ? "" : ":"));
                        found.lines().forEach(line -> say("  " + line));
                    },
                    () -> say("There is no earlier payroll in this token to compare with."));
        }

        /** Names exactly what would be signed. */
        private static String code(List<Counted.Same> counted) {
            var digests = counted.stream().map(one -> one.ownerDigest().bytes()).toArray(byte[][]::new);
            var hex = Keccak.hash(digests).hex();
            return hex.substring(2, 2 + CODE_BYTES) + "-" + hex.substring(2 + CODE_BYTES, 2 + 2 * CODE_BYTES);
        }

        private Answer sign(PayoutApi api, List<Counted.Same> counted) {
            SigningKey key;
            try {
                key = Keystore.open(keystore, password());
            } catch (KeystoreRefused refused) {
                return Answer.refused(String.valueOf(refused.getMessage()));
            } catch (IOException unreadable) {
                throw new Surroundings.Unusable("the key file cannot be read: " + unreadable.getMessage());
            }
            var results = new ArrayList<Map<String, Object>>();
            for (var one : counted) {
                var signature = key.sign(one.ownerDigest());
                var recorded = api.approve(batchId, key.address().toString(), Bytes.hex(signature.bytes()));
                results.add(result(one, recorded));
            }
            return Answer.done(
                    Map.of("batchId", batchId, "signer", key.address().toString(), "approvals", results),
                    results.stream().map(Approve::line).collect(Collectors.joining("\n")));
        }

        private String password() throws IOException {
            return passwordFile.isPresent()
                    ? Files.readString(passwordFile.get()).strip()
                    : surroundings
                            .prompt()
                            .askSecretly("Password of " + keystore.getFileName() + ": ")
                            .orElseThrow(() -> new Surroundings.Unusable("no password: give --password-file"));
        }

        private static Map<String, Object> result(Counted.Same one, JsonNode recorded) {
            var result = new LinkedHashMap<String, Object>();
            result.put("asset", one.asset());
            result.put("total", one.total().toPlainString());
            result.put("collected", recorded.path("collected").asInt(0));
            result.put("required", recorded.path("required").asInt(0));
            result.put("batchComplete", recorded.path("batchComplete").asBoolean(false));
            return result;
        }

        private static String line(Map<String, Object> result) {
            return "signed " + result.get("total") + " " + result.get("asset") + ", " + result.get("collected") + " of "
                    + result.get("required") + " signatures"
                    + (Boolean.TRUE.equals(result.get("batchComplete")) ? "; the batch is approved" : "");
        }
    }

    @Command(
            name = "reconcile",
            mixinStandardHelpOptions = true,
            description = {
                "Compare every payment of a batch with what the chain says, now.",
                "The worker does so by itself once all is final, and daily for a month. Exit code 1 when they differ."
            })
    static final class Reconcile extends AdminCommand {
        @Option(
                names = "--org",
                required = true,
                defaultValue = "${env:PB_ORG}",
                description = "The organization's id (or PB_ORG).")
        private UUID orgId = new UUID(0, 0);

        @Parameters(paramLabel = "BATCH", description = "The batch's id.")
        private UUID batchId = new UUID(0, 0);

        private final Surroundings surroundings;

        Reconcile(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var office = Office.open(surroundings)) {
                return office.reconciliation()
                        .reconcile(orgId, batchId)
                        .map(Reconcile::answer)
                        .orElseGet(
                                () -> Answer.refused("The batch is being paid right now; ask again when it is done."));
            }
        }

        private static Answer answer(Reconciled found) {
            if (!found.differences().isEmpty()) {
                return Answer.refused(
                        found.differences().stream().map(Difference::words).collect(Collectors.joining("\n")));
            }
            return Answer.done(
                    Map.of("agrees", true, "payments", found.payments(), "block", found.height()),
                    "all " + found.payments() + " payments agree with the chain at block " + found.height());
        }
    }
}
