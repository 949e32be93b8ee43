package com.protocolbanks.payroll.documents.pages;

import static com.protocolbanks.payroll.documents.drawing.Style.bold;
import static com.protocolbanks.payroll.documents.drawing.Style.regular;
import static com.protocolbanks.payroll.documents.pages.PageFrame.BODY_BOTTOM;
import static com.protocolbanks.payroll.documents.pages.PageFrame.BODY_TOP;
import static com.protocolbanks.payroll.documents.pages.PageFrame.BODY_WIDTH;
import static com.protocolbanks.payroll.documents.pages.PageFrame.LEFT;
import static com.protocolbanks.payroll.documents.pages.PageFrame.NEXT_BODY_TOP;
import static com.protocolbanks.payroll.documents.pages.PageFrame.QUIET;
import static com.protocolbanks.payroll.documents.pages.PageFrame.RIGHT;
import static com.protocolbanks.payroll.documents.pages.PageFrame.SECTION;
import static com.protocolbanks.payroll.documents.pages.PageFrame.STRONG;
import static com.protocolbanks.payroll.documents.pages.PageFrame.TEXT;

import com.protocolbanks.payroll.documents.content.BatchDocument.Item;
import com.protocolbanks.payroll.documents.content.BatchDocument.Leg;
import com.protocolbanks.payroll.documents.content.BatchDocument.Status;
import com.protocolbanks.payroll.documents.content.BatchHead;
import com.protocolbanks.payroll.documents.content.PayslipDocument;
import com.protocolbanks.payroll.documents.drawing.Ink;
import com.protocolbanks.payroll.documents.drawing.PdfFile;
import com.protocolbanks.payroll.documents.drawing.Sheet;
import com.protocolbanks.payroll.documents.words.Labels;
import java.util.ArrayList;
import java.util.List;

/** Lays out a payslip: who and when, the three sums, then each payment with its proof. */
public final class PayslipPages {
    private static final float LEG_HEIGHT = 104;
    private static final float QR = 66;
    private static final float FIRST_LEG_TOP = 316;

    private final Labels labels;
    private final BatchHead head;
    private final Item item;
    private final PageFrame frame;

    public PayslipPages(Labels labels, PayslipDocument payslip) {
        this.labels = labels;
        this.head = payslip.head();
        this.item = payslip.item();
        this.frame = new PageFrame(labels, head, labels.say("footer.payslip"));
    }

    public void draw(PdfFile file) {
        var pages = pages();
        for (int page = 0; page < pages.size(); page++) {
            int number = page + 1;
            file.page(sheet -> {
                if (number == 1) {
                    first(sheet);
                } else {
                    frame.nextHead(sheet, labels.say("payslip") + "   " + sheet.fitted(STRONG, item.name(), 160));
                }
                float y = number == 1 ? FIRST_LEG_TOP : NEXT_BODY_TOP;
                for (Leg leg : pages.get(number - 1)) {
                    leg(sheet, y, leg);
                    y += LEG_HEIGHT;
                }
                frame.foot(sheet, number, pages.size());
            });
        }
    }

    private List<List<Leg>> pages() {
        var pages = new ArrayList<List<Leg>>();
        pages.add(new ArrayList<>());
        float y = FIRST_LEG_TOP;
        for (Leg leg : item.legs()) {
            if (y + LEG_HEIGHT > BODY_BOTTOM) {
                pages.add(new ArrayList<>());
                y = NEXT_BODY_TOP;
            }
            pages.getLast().add(leg);
            y += LEG_HEIGHT;
        }
        return pages;
    }

    private void first(Sheet sheet) {
        frame.head(sheet, labels.say("payslip"));
        float column = LEFT + BODY_WIDTH * 0.58f;
        sheet.text(LEFT, BODY_TOP, QUIET, labels.say("paid-to"));
        var name = bold(14, Ink.TEXT);
        sheet.text(LEFT, BODY_TOP + 18, name, sheet.fitted(name, item.name(), BODY_WIDTH * 0.55f));
        sheet.text(LEFT, BODY_TOP + 33, regular(7.5f, Ink.QUIET), item.wallet());
        sheet.text(column, BODY_TOP, QUIET, labels.say("date"));
        sheet.text(column, BODY_TOP + 13, TEXT, labels.time(head.date()));
        item.employeeNumber().ifPresent(number -> {
            float half = column + 130;
            sheet.text(half, BODY_TOP, QUIET, labels.say("employee-number"));
            sheet.text(half, BODY_TOP + 13, TEXT, sheet.fitted(TEXT, number, RIGHT - half));
        });
        sheet.text(column, BODY_TOP + 33, regular(7, Ink.QUIET), labels.say("payslip-number") + " " + item.id());
        sums(sheet, BODY_TOP + 52);
        item.note().ifPresent(note -> {
            float end = sheet.text(LEFT, BODY_TOP + 143, QUIET, labels.say("note") + "  ");
            sheet.text(end, BODY_TOP + 143, TEXT, sheet.fitted(TEXT, note, RIGHT - end));
        });
        sheet.text(LEFT, FIRST_LEG_TOP - 14, SECTION, labels.say("how-paid"));
    }

    private void sums(Sheet sheet, float y) {
        sheet.box(LEFT, y, BODY_WIDTH, 72, Ink.PANEL);
        sheet.box(LEFT, y, 3, 72, PageFrame.ink(item.status()));
        float x = LEFT + 18;
        sheet.text(x, y + 22, QUIET, labels.say("gross"));
        var symbol = regular(10, Ink.QUIET);
        String gross = labels.number(item.amount());
        float room = BODY_WIDTH * 0.5f - 24 - sheet.width(symbol, head.tokenSymbol());
        float end = sheet.text(x, y + 49, sheet.shrunk(bold(20, Ink.TEXT), gross, room), gross);
        sheet.text(end + 5, y + 49, symbol, head.tokenSymbol());
        sum(sheet, LEFT + BODY_WIDTH * 0.52f, y, "paid", labels.number(item.paid()), Ink.TEXT);
        sum(
                sheet,
                LEFT + BODY_WIDTH * 0.74f,
                y,
                "open",
                labels.number(item.open()),
                item.open().signum() == 0 ? Ink.TEXT : Ink.BAD);
        sheet.textEndingAt(RIGHT - 16, y + 22, bold(9, PageFrame.ink(item.status())), status());
    }

    private void sum(Sheet sheet, float x, float y, String key, String value, Ink ink) {
        sheet.text(x, y + 22, QUIET, labels.say(key));
        sheet.text(x, y + 49, sheet.shrunk(bold(12, ink), value, BODY_WIDTH * 0.2f), value);
    }

    private String status() {
        if (item.status() == Status.FAILED && item.paid().signum() > 0) {
            return labels.say("status.PARTLY");
        }
        return labels.say("status." + item.status());
    }

    private void leg(Sheet sheet, float y, Leg leg) {
        sheet.rule(LEFT, y, RIGHT, 0.75f, Ink.LINE);
        switch (leg) {
            case Leg.OnChain chain -> {
                line(sheet, y, labels.say("on-chain"), chain);
                float room = chain.txHash().isPresent() ? BODY_WIDTH - QR - 24 : BODY_WIDTH;
                float below = pair(sheet, y + 37, "to", chain.to(), room);
                below = pair(
                        sheet,
                        below,
                        "transaction",
                        chain.txHash().orElseGet(() -> labels.say("no-transaction")),
                        room);
                ending(sheet, below, chain, room);
                chain.txHash().ifPresent(hash -> proof(sheet, y, hash));
            }
            case Leg.Bank bank -> {
                line(sheet, y, labels.say("bank"), bank);
                float below = pair(sheet, y + 37, "to", bank.payee(), BODY_WIDTH);
                below = pair(
                        sheet, below, "bank-reference", bank.bankReference().orElse("–"), BODY_WIDTH);
                ending(sheet, below, bank, BODY_WIDTH);
            }
        }
    }

    /** The first line of a payment: the rail, its status and its amount. */
    private void line(Sheet sheet, float y, String rail, Leg leg) {
        boolean proved = leg instanceof Leg.OnChain chain && chain.txHash().isPresent();
        float right = proved ? RIGHT - QR - 24 : RIGHT;
        float end = sheet.text(
                LEFT, y + 20, STRONG, rail + " (" + leg.amount().asset().symbol() + ")");
        sheet.text(end + 12, y + 20, bold(8.5f, PageFrame.ink(leg.status())), labels.say(statusKey(leg)));
        sheet.textEndingAt(right, y + 20, bold(11, Ink.TEXT), labels.amount(leg.amount()));
    }

    private void ending(Sheet sheet, float y, Leg leg, float room) {
        leg.settledAt().ifPresent(at -> pair(sheet, y, "settled", labels.time(at), room));
        leg.reason().ifPresent(code -> {
            var words = regular(8.5f, Ink.BAD);
            float line = y;
            for (String text : sheet.lines(words, labels.reason(code), room)) {
                sheet.text(LEFT, line, words, text);
                line += 12;
            }
        });
    }

    private float pair(Sheet sheet, float y, String key, String value, float room) {
        sheet.text(LEFT, y, QUIET, labels.say(key));
        float x = LEFT + 84;
        sheet.text(x, y, PageFrame.FINE, sheet.fitted(PageFrame.FINE, value, room - 84));
        return y + 15;
    }

    private void proof(Sheet sheet, float y, String hash) {
        float x = RIGHT - QR;
        sheet.qrCode(x, y + 11, QR, TransactionLink.code(head.chainId(), hash));
        var fine = regular(5.5f, Ink.QUIET);
        String words = labels.say("scan");
        float lineY = y + 11 + QR + 8;
        for (String text : sheet.lines(fine, words, QR + 4)) {
            sheet.text(x, lineY, fine, text);
            lineY += 7;
        }
        TransactionLink.of(head.chainId(), hash).ifPresent(address -> {
            sheet.link(x, y + 11, QR, QR, address);
            sheet.link(LEFT + 84, y + 42, BODY_WIDTH - QR - 24 - 84, 13, address);
        });
    }

    static String statusKey(Leg leg) {
        return switch (leg) {
            case Leg.OnChain chain
            when chain.status() == Status.PENDING && chain.txHash().isPresent() -> "status.SENT";
            case Leg.Bank bank when bank.status() == Status.PENDING -> "status.AWAITING_BANK";
            case Leg.OnChain chain -> "status." + chain.status();
            case Leg.Bank bank -> "status." + bank.status();
        };
    }
}
