package com.protocolbanks.web.screens;

import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.Item;
import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.progress.ChunkProgress;

/**
 * A status as people see it: a word, a shape and a colour, which only helps.
 *
 * @param tone the class of its colour: {@code wait}, {@code busy}, {@code good}, {@code warn} or {@code bad}
 * @param icon its shape
 * @param key its word, below {@code status.}
 */
public record StatusWord(String tone, String icon, String key) {
    private static final StatusWord ACCEPTED = new StatusWord("wait", "clock", "accepted");
    private static final StatusWord SENDING = new StatusWord("busy", "send", "sending");
    private static final StatusWord SENT = new StatusWord("busy", "send", "sent");
    private static final StatusWord FINAL = new StatusWord("good", "circle-check", "final");
    private static final StatusWord UNKNOWN = new StatusWord("warn", "help-circle", "unknown");
    private static final StatusWord ATTENTION = new StatusWord("bad", "alert-triangle", "attention");

    public static StatusWord of(Batch batch) {
        if (batch.stall().isPresent()) {
            return ATTENTION;
        }
        return switch (batch.stage()) {
            case AWAITING_APPROVAL -> new StatusWord("warn", "key", "approval");
            case QUEUED -> ACCEPTED;
            case SENDING -> SENDING;
            case CONFIRMING -> SENT;
            case AWAITING_BANK -> new StatusWord("busy", "building-bank", "bank");
            case DOCUMENTS, DONE -> batch.counts().failed() == 0 ? FINAL : ATTENTION;
            case REJECTED -> new StatusWord("bad", "circle-x", "rejected");
            case EXPIRED -> new StatusWord("wait", "circle-x", "expired");
            case CANCELLED -> new StatusWord("wait", "circle-x", "cancelled");
        };
    }

    /** An item within its batch: what is pending is no further than the batch. */
    public static StatusWord of(Item item, Stage stage) {
        return switch (item.status()) {
            case SUCCESS -> FINAL;
            case FAILED -> ATTENTION;
            case PENDING -> pending(stage);
        };
    }

    public static StatusWord of(Item.Leg leg, Stage stage) {
        return leg.status() == PaymentStatus.SUCCESS
                ? FINAL
                : leg.status() == PaymentStatus.FAILED ? ATTENTION : pending(stage);
    }

    private static StatusWord pending(Stage stage) {
        return switch (stage) {
            case SENDING -> SENDING;
            case CONFIRMING -> SENT;
            case AWAITING_BANK -> new StatusWord("busy", "building-bank", "bank");
            case AWAITING_APPROVAL -> new StatusWord("warn", "key", "approval");
            case QUEUED, DOCUMENTS, DONE, REJECTED, EXPIRED, CANCELLED -> ACCEPTED;
        };
    }

    public static StatusWord of(ChunkProgress.Chunk chunk) {
        return switch (chunk.status()) {
            case "WAITING" -> ACCEPTED;
            case "SENDING" -> chunk.txHash().isPresent() ? SENT : SENDING;
            case "FINAL" -> FINAL;
            default -> UNKNOWN;
        };
    }
}
