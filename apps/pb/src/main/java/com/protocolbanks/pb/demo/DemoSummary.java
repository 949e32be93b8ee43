package com.protocolbanks.pb.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a program needs to look at a running demonstration: addresses, keys, results.
 *
 * @param phase {@code payroll} as soon as the payroll is final, {@code billing} when the agent's use is settled, {@code done}
 *     at the end
 * @param databaseUrl of the auditor's role: reads everything, writes nothing
 * @param apiKey of the preparer, {@code pbk_…}
 * @param billing null while the agent has not finished
 */
public record DemoSummary(
        String phase,
        String web,
        String rpcUrl,
        String databaseUrl,
        String redisUrl,
        String apiKey,
        Organization organization,
        Contracts contracts,
        Payroll payroll,
        @Nullable Billing billing) {
    public static final String FILE_NAME = "demo-summary.json";

    private static final JsonMapper JSON =
            JsonMapper.builder().enable(SerializationFeature.INDENT_OUTPUT).build();

    /** The paying organization. */
    public record Organization(String id, String walletAddress) {}

    /** Addresses on the local chain. */
    public record Contracts(String multiSend, Map<String, String> tokens) {}

    /** One transaction of the batch. */
    public record Chunk(String txHash, String status, long gasUsed) {}

    /**
     * The payroll that was paid.
     *
     * @param report the batch report's file
     * @param payslips the folder of the payslips
     * @param fiatFile the bank's file
     * @param seconds from the upload to the last document
     */
    public record Payroll(
            String batchId,
            String status,
            int items,
            int success,
            int failed,
            String totalAmount,
            String tokenSymbol,
            List<Chunk> chunks,
            String report,
            String payslips,
            String fiatFile,
            double seconds) {}

    /**
     * The agent that used up its session key. Amounts are decimal numbers of the token.
     *
     * @param gateway where agents send their requests
     * @param publicKey the session key's account
     * @param agentKey its private key; the account holds nothing, and the limit is used up
     * @param refusedWith the HTTP status that ended the agent's requests
     * @param settlementTx the claim on chain
     * @param channelId of the channel on {@code contract}
     */
    public record Billing(
            String gateway,
            String sessionKeyId,
            String publicKey,
            String agentKey,
            String limitAmount,
            String currentUsage,
            int requestsPaid,
            int refusedWith,
            String settlementTx,
            String channelId,
            String token,
            String contract) {}

    DemoSummary withBilling(Billing settled) {
        return new DemoSummary(
                "billing", web, rpcUrl, databaseUrl, redisUrl, apiKey, organization, contracts, payroll, settled);
    }

    DemoSummary withPhase(String next) {
        return new DemoSummary(
                next, web, rpcUrl, databaseUrl, redisUrl, apiKey, organization, contracts, payroll, billing);
    }

    /** Puts the summary into the folder; a reader sees the old file or the new one, never half of it. */
    void write(Path folder) {
        try {
            var draft = folder.resolve(FILE_NAME + ".new");
            Files.write(draft, JSON.writeValueAsBytes(this));
            Files.move(
                    draft,
                    folder.resolve(FILE_NAME),
                    StandardCopyOption.ATOMIC_MOVE,
                    StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
