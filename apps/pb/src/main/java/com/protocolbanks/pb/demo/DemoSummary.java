package com.protocolbanks.pb.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.json.JsonMapper;

/**
 * What a program needs to look at a running demonstration: addresses, keys, results.
 *
 * @param phase {@code payroll} as soon as the payroll is final, {@code done} at the end
 * @param databaseUrl of the auditor's role: reads everything, writes nothing
 * @param apiKey of the preparer, {@code pbk_…}
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
        Payroll payroll) {
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

    public DemoSummary withPhase(String next) {
        return new DemoSummary(next, web, rpcUrl, databaseUrl, redisUrl, apiKey, organization, contracts, payroll);
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
