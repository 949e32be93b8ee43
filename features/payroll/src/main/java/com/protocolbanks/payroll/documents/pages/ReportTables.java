package com.protocolbanks.payroll.documents.pages;

import static com.protocolbanks.payroll.documents.drawing.Style.bold;
import static com.protocolbanks.payroll.documents.drawing.Style.regular;
import static com.protocolbanks.payroll.documents.pages.PageFrame.LEFT;
import static com.protocolbanks.payroll.documents.pages.PageFrame.RIGHT;
import static com.protocolbanks.payroll.documents.pages.PageFrame.SECTION;

import com.protocolbanks.payroll.documents.content.BatchDocument;
import com.protocolbanks.payroll.documents.content.BatchDocument.Item;
import com.protocolbanks.payroll.documents.content.BatchDocument.Leg;
import com.protocolbanks.payroll.documents.content.BatchDocument.Status;
import com.protocolbanks.payroll.documents.content.BatchDocument.Transaction;
import com.protocolbanks.payroll.documents.drawing.Flow;
import com.protocolbanks.payroll.documents.drawing.Ink;
import com.protocolbanks.payroll.documents.drawing.Sheet;
import com.protocolbanks.payroll.documents.drawing.Style;
import com.protocolbanks.payroll.documents.words.Labels;
import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** The three tables of a report: what needs attention, all payments, all transactions. */
final class ReportTables {
    private static final Style CELL = regular(8.5f, Ink.TEXT);
    private static final Style NUMBER = regular(8.5f, Ink.TEXT);
    private static final Style SMALL = regular(6.6f, Ink.QUIET);
    private static final Style HEAD = bold(7.5f, Ink.QUIET);
    private static final float TITLE_HEIGHT = 24;
    private static final float HEAD_HEIGHT = 18;
    private static final float NAME = LEFT + 30;
    private static final float WALLET = LEFT + 152;
    private static final float AMOUNT = LEFT + 388;
    private static final float STATUS = LEFT + 398;

    private final Labels labels;
    private final BatchDocument batch;
    private final String token;

    ReportTables(Labels labels, BatchDocument batch) {
        this.labels = labels;
        this.batch = batch;
        this.token = batch.head().tokenSymbol();
    }

    void fill(Flow flow) {
        attention(flow);
        flow.gap(22);
        payments(flow);
        if (!batch.transactions().isEmpty()) {
            flow.gap(22);
            transactions(flow);
        }
    }

    private void attention(Flow flow) {
        List<Item> failed = batch.items().stream()
                .filter(item -> item.status() == Status.FAILED)
                .toList();
        if (failed.isEmpty()) {
            boolean allPaid = batch.items().stream().allMatch(item -> item.status() == Status.SUCCESS);
            if (allPaid) {
                flow.row(14, (sheet, y) -> sheet.text(LEFT, y + 8, bold(9.5f, Ink.GOOD), labels.say("attention-none")));
            }
            return;
        }
        flow.table(
                TITLE_HEIGHT,
                (sheet, y) -> sheet.text(LEFT, y + 10, bold(12, Ink.BAD), labels.say("attention")),
                HEAD_HEIGHT,
                (sheet, y) -> {
                    heads(sheet, y);
                    sheet.textEndingAt(RIGHT, y + 11, HEAD, labels.say("open") + " " + token);
                },
                34);
        for (Item item : failed) {
            flow.row(34, (sheet, y) -> {
                sheet.text(LEFT, y + 13, SMALL, Integer.toString(item.row()));
                sheet.text(NAME, y + 13, CELL, sheet.fitted(CELL, item.name(), WALLET - NAME - 8));
                sheet.text(WALLET, y + 13, SMALL, item.wallet());
                sheet.textEndingAt(RIGHT, y + 13, bold(8.5f, Ink.TEXT), labels.number(item.open()));
                var words = regular(7.5f, Ink.BAD);
                sheet.text(NAME, y + 26, words, sheet.fitted(words, reasons(item), RIGHT - NAME));
                sheet.rule(LEFT, y + 33.5f, RIGHT, 0.4f, Ink.LINE);
            });
        }
    }

    private String reasons(Item item) {
        String legs = item.legs().stream()
                .flatMap(leg -> leg.reason().stream())
                .distinct()
                .map(labels::reason)
                .collect(Collectors.joining(" "));
        return legs.isEmpty() ? item.reason().map(labels::reason).orElse("") : legs;
    }

    private void payments(Flow flow) {
        flow.table(
                TITLE_HEIGHT,
                (sheet, y) -> sheet.text(LEFT, y + 10, SECTION, labels.say("payments")),
                HEAD_HEIGHT,
                (sheet, y) -> {
                    heads(sheet, y);
                    sheet.textEndingAt(AMOUNT, y + 11, HEAD, labels.say("amount") + " " + token);
                    sheet.text(STATUS, y + 11, HEAD, labels.say("status"));
                    sheet.textEndingAt(RIGHT, y + 11, HEAD, labels.say("proof"));
                },
                21);
        for (Item item : batch.items()) {
            boolean split = item.legs().size() > 1;
            flow.row(split ? 30 : 21, (sheet, y) -> payment(sheet, y, item));
        }
        BigDecimal total = batch.items().stream().map(Item::amount).reduce(BigDecimal.ZERO, BigDecimal::add);
        flow.row(26, (sheet, y) -> {
            sheet.rule(LEFT, y, RIGHT, 1f, Ink.TEXT);
            sheet.text(NAME, y + 16, bold(9, Ink.TEXT), labels.say("total"));
            sheet.textEndingAt(AMOUNT, y + 16, bold(9, Ink.TEXT), labels.number(total));
            sheet.text(STATUS, y + 16, regular(8.5f, Ink.QUIET), token);
        });
    }

    private void payment(Sheet sheet, float y, Item item) {
        sheet.text(LEFT, y + 13, SMALL, Integer.toString(item.row()));
        sheet.text(NAME, y + 13, CELL, sheet.fitted(CELL, item.name(), WALLET - NAME - 8));
        sheet.text(WALLET, y + 13, SMALL, item.wallet());
        sheet.textEndingAt(AMOUNT, y + 13, NUMBER, labels.number(item.amount()));
        sheet.text(STATUS, y + 13, regular(7.5f, PageFrame.ink(item.status())), status(item));
        sheet.textEndingAt(RIGHT, y + 13, SMALL, proof(item));
        if (item.legs().size() > 1) {
            String parts = item.legs().stream().map(this::part).collect(Collectors.joining("   "));
            sheet.text(WALLET, y + 23, SMALL, sheet.fitted(SMALL, parts, RIGHT - WALLET));
        }
        item.legs().stream()
                .flatMap(leg ->
                        leg instanceof Leg.OnChain chain ? chain.txHash().stream() : java.util.stream.Stream.empty())
                .findFirst()
                .flatMap(hash -> TransactionLink.of(batch.head().chainId(), hash))
                .ifPresent(address -> sheet.link(RIGHT - 48, y + 5, 48, 11, address));
        sheet.rule(LEFT, y + (item.legs().size() > 1 ? 29.5f : 20.5f), RIGHT, 0.4f, Ink.LINE);
    }

    private String status(Item item) {
        if (item.status() == Status.FAILED && item.paid().signum() > 0) {
            return labels.say("status.PARTLY");
        }
        return labels.say("status." + item.status());
    }

    private String part(Leg leg) {
        return switch (leg) {
            case Leg.OnChain chain -> labels.amount(chain.amount()) + " " + labels.say("on-chain");
            case Leg.Bank bank ->
                labels.amount(bank.amount()) + " " + labels.say("bank")
                        + bank.bankReference().map(reference -> " " + reference).orElse("");
        };
    }

    private static String proof(Item item) {
        return item.legs().stream()
                .flatMap(leg -> switch (leg) {
                    case Leg.OnChain chain -> chain.txHash().map(ReportTables::shortened).stream();
                    case Leg.Bank bank -> bank.bankReference().stream();
                })
                .findFirst()
                .orElse("–");
    }

    private static String shortened(String hash) {
        return hash.substring(0, 8) + "…" + hash.substring(hash.length() - 4);
    }

    private void transactions(Flow flow) {
        float count = LEFT + 150;
        float paid = LEFT + 262;
        float fee = LEFT + 390;
        flow.table(
                TITLE_HEIGHT,
                (sheet, y) -> sheet.text(LEFT, y + 10, SECTION, labels.say("transactions")),
                HEAD_HEIGHT,
                (sheet, y) -> {
                    sheet.text(LEFT, y + 11, HEAD, labels.say("chunk"));
                    sheet.textEndingAt(count, y + 11, HEAD, labels.say("payments-in"));
                    sheet.textEndingAt(paid, y + 11, HEAD, labels.say("paid-here"));
                    sheet.textEndingAt(fee, y + 11, HEAD, labels.say("fee"));
                    sheet.textEndingAt(RIGHT, y + 11, HEAD, labels.say("block"));
                    sheet.rule(LEFT, y + 16, RIGHT, 0.75f, Ink.TEXT);
                },
                32);
        for (Transaction one : batch.transactions()) {
            flow.row(32, (sheet, y) -> {
                String asset = one.paid().asset().symbol();
                sheet.text(LEFT, y + 12, CELL, asset + " " + one.run() + "." + one.chunk());
                sheet.textEndingAt(count, y + 12, NUMBER, Integer.toString(one.itemCount()));
                sheet.textEndingAt(paid, y + 12, NUMBER, labels.amount(one.paid()));
                sheet.textEndingAt(fee, y + 12, NUMBER, ReportPages.feeText(labels, one.feeWei()));
                one.blockNumber().ifPresent(block -> sheet.textEndingAt(RIGHT, y + 12, NUMBER, Long.toString(block)));
                sheet.text(LEFT, y + 24, SMALL, one.txHash().orElseGet(() -> labels.say("no-transaction")));
                one.txHash()
                        .flatMap(hash -> TransactionLink.of(batch.head().chainId(), hash))
                        .ifPresent(address -> sheet.link(LEFT, y + 17, 260, 10, address));
                sheet.rule(LEFT, y + 31.5f, RIGHT, 0.4f, Ink.LINE);
            });
        }
    }

    private void heads(Sheet sheet, float y) {
        sheet.text(LEFT, y + 11, HEAD, labels.say("row"));
        sheet.text(NAME, y + 11, HEAD, labels.say("name"));
        sheet.text(WALLET, y + 11, HEAD, labels.say("wallet"));
        sheet.rule(LEFT, y + 16, RIGHT, 0.75f, Ink.TEXT);
    }
}
