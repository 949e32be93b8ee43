package com.protocolbanks.pb.demo;

import com.protocolbanks.pb.company.DemoCompany;
import com.protocolbanks.pb.company.PayrollClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** The sample payroll's way from the file to the payslips, told as it happens. */
final class DemoPayroll {
    private static final Duration PATIENCE = Duration.ofMinutes(3);

    private final DemoCompany.Cast cast;
    private final PayrollClient client;
    private final Narrator narrator;

    DemoPayroll(PayrollClient client, DemoCompany.Cast cast, Narrator narrator) {
        this.cast = cast;
        this.client = client;
        this.narrator = narrator;
    }

    /** Pays the workbook's people, or goes on where an earlier start was cut off; returns the finished batch. */
    JsonNode pay(Path workbook) {
        var batch = client.latestBatch().orElseGet(() -> upload(workbook));
        for (int owner = 0; owner < cast.approvers().size(); owner++) {
            if (client.batch(batch).path("stage").asString().equals("AWAITING_APPROVAL")) {
                narrator.step(cast.approvers().get(owner).name() + " signs as an owner of the wallet");
                client.signIn(owner);
                client.approve(batch, owner);
            }
        }
        follow(batch);
        int transfers = client.bankExecuted(batch);
        if (transfers > 0) {
            narrator.step("The bank has executed " + transfers + " transfers; "
                    + cast.approvers().getFirst().name() + " records it");
        }
        return client.awaitDone(batch, PATIENCE);
    }

    private String upload(Path workbook) {
        narrator.step(cast.preparer().name() + " uploads " + workbook.getFileName());
        var uploaded = client.upload(workbook, "2026-11", "");
        narrator.fact(uploaded.path("itemCount").asInt() + " people, "
                + uploaded.path("totalAmount").asString() + " "
                + uploaded.path("tokenSymbol").asString());
        return uploaded.path("id").asString();
    }

    private void follow(String batch) {
        narrator.step("The worker pays");
        try (var bar = narrator.bar("people")) {
            client.await(batch, PATIENCE, state -> {
                int total = state.path("itemCount").asInt();
                bar.show(total - state.path("counts").path("pending").asInt(), total);
                return List.of("AWAITING_BANK", "DOCUMENTS", "DONE")
                        .contains(state.path("stage").asString());
            });
        }
    }

    /** Saves the batch report, every payslip and the bank's file into the folder. */
    void saveDocuments(String batch, List<JsonNode> items, Path folder) {
        narrator.step("Documents");
        save(folder.resolve("report.pdf"), client.document(batch, "report.pdf"));
        save(folder.resolve("bank.xml"), client.document(batch, "fiat.xml"));
        try (var bar = narrator.bar("payslips")) {
            int done = 0;
            for (var item : items) {
                save(
                        folder.resolve("payslips")
                                .resolve("row-" + item.path("row").asInt() + ".pdf"),
                        client.document(batch, "items/" + item.path("id").asString() + "/payslip.pdf"));
                bar.show(++done, items.size());
            }
        }
    }

    private static void save(Path file, byte[] content) {
        try {
            Files.createDirectories(file.getParent());
            Files.write(file, content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
