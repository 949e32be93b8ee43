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

import com.protocolbanks.money.Amount;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.documents.content.BatchDocument;
import com.protocolbanks.payroll.documents.content.BatchDocument.Item;
import com.protocolbanks.payroll.documents.content.BatchDocument.Status;
import com.protocolbanks.payroll.documents.content.BatchHead;
import com.protocolbanks.payroll.documents.drawing.Flow;
import com.protocolbanks.payroll.documents.drawing.Ink;
import com.protocolbanks.payroll.documents.drawing.PdfFile;
import com.protocolbanks.payroll.documents.drawing.Sheet;
import com.protocolbanks.payroll.documents.words.Labels;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;

/** Lays out a batch's report: sums and facts first, then what needs attention, every payment, every transaction. */
public final class ReportPages {
    private static final Asset COIN = new Asset("ZETA", 18, "ZETA");
    private static final float QR = 62;
    private static final float SUMS_HEIGHT = 76;
    private static final float FACTS_TOP = BODY_TOP - 8 + SUMS_HEIGHT + 28;
    private static final float FLOW_TOP = FACTS_TOP + 122;

    private final Labels labels;
    private final BatchDocument batch;
    private final BatchHead head;
    private final PageFrame frame;
    private final Flow flow = new Flow(FLOW_TOP, NEXT_BODY_TOP - 14, BODY_BOTTOM);

    public ReportPages(Labels labels, BatchDocument batch) {
        this.labels = labels;
        this.batch = batch;
        this.head = batch.head();
        this.frame = new PageFrame(labels, head, labels.say("footer.report"));
        new ReportTables(labels, batch).fill(flow);
    }

    public void draw(PdfFile file) {
        flow.draw(file, (sheet, page) -> {
            if (page == 1) {
                frame.head(sheet, labels.say("report"));
                sums(sheet, BODY_TOP - 8);
                facts(sheet, FACTS_TOP);
            } else {
                frame.nextHead(sheet, labels.say("report"));
            }
            frame.foot(sheet, page, flow.pageCount());
        });
    }

    private void sums(Sheet sheet, float y) {
        BigDecimal paid = batch.items().stream().map(Item::paid).reduce(BigDecimal.ZERO, BigDecimal::add);
        BigDecimal open = head.totalAmount().subtract(paid);
        long done = batch.items().stream()
                .filter(item -> item.status() == Status.SUCCESS)
                .count();
        Ink ink = open.signum() == 0 ? Ink.GOOD : done == 0 ? Ink.WAITING : Ink.BAD;
        sheet.box(LEFT, y, BODY_WIDTH, SUMS_HEIGHT, Ink.PANEL);
        sheet.box(LEFT, y, 3, SUMS_HEIGHT, ink);
        float x = LEFT + 18;
        sheet.text(x, y + 24, QUIET, labels.say("total"));
        var symbol = regular(10, Ink.QUIET);
        String total = labels.number(head.totalAmount());
        float room = BODY_WIDTH * 0.44f - 24 - sheet.width(symbol, head.tokenSymbol());
        float end = sheet.text(x, y + 52, sheet.shrunk(bold(20, Ink.TEXT), total, room), total);
        sheet.text(end + 5, y + 52, symbol, head.tokenSymbol());
        sum(sheet, LEFT + BODY_WIDTH * 0.46f, y, "paid", labels.number(paid), Ink.TEXT);
        sum(sheet, LEFT + BODY_WIDTH * 0.66f, y, "open", labels.number(open), open.signum() == 0 ? Ink.TEXT : Ink.BAD);
        float people = LEFT + BODY_WIDTH * 0.84f;
        sum(sheet, people, y, "people", Integer.toString(head.itemCount()), Ink.TEXT);
        sheet.text(
                people,
                y + 65,
                regular(7, Ink.QUIET),
                labels.say("people-of", done, batch.items().size() - done));
    }

    private void sum(Sheet sheet, float x, float y, String key, String value, Ink ink) {
        sheet.text(x, y + 24, QUIET, labels.say(key));
        sheet.text(x, y + 52, sheet.shrunk(bold(12, ink), value, BODY_WIDTH * 0.18f), value);
    }

    private void facts(Sheet sheet, float y) {
        Optional<String> hash = batch.transactions().stream()
                .flatMap(transaction -> transaction.txHash().stream())
                .findFirst();
        float right = hash.isPresent() ? RIGHT - QR - 24 : RIGHT;
        float column = (right - LEFT) / 3;
        float first = frame.fact(sheet, LEFT, y, labels.say("status"), labels.say("batch." + head.status()), column);
        frame.fact(sheet, LEFT + column, y, labels.say("created"), labels.time(head.createdAt()), column - 8);
        head.completedAt()
                .ifPresent(at ->
                        frame.fact(sheet, LEFT + 2 * column, y, labels.say("completed"), labels.time(at), column - 4));
        fee(sheet, LEFT, first, column);
        head.fileName()
                .ifPresent(name ->
                        frame.fact(sheet, LEFT + column, first, labels.say("file"), name, right - LEFT - column));
        float below = first + 34;
        head.fileSha256().ifPresent(digest -> pair(sheet, below, "file-digest", digest));
        hash.ifPresent(its -> {
            pair(sheet, below + 14, "transaction", its);
            proof(sheet, y - 8, its, below + 14);
        });
    }

    private void fee(Sheet sheet, float x, float y, float room) {
        BigInteger fee = batch.transactions().stream()
                .map(BatchDocument.Transaction::feeWei)
                .reduce(BigInteger.ZERO, BigInteger::add);
        if (fee.signum() > 0) {
            frame.fact(sheet, x, y, labels.say("fee"), feeText(labels, fee), room - 8);
        }
    }

    /** The gas fee with six decimals of the coin, as far as people read it; the journal has every digit. */
    static String feeText(Labels labels, BigInteger wei) {
        var rounded = new Amount(COIN, wei).decimal().setScale(6, java.math.RoundingMode.HALF_UP);
        return labels.amount(rounded, COIN.symbol());
    }

    private void pair(Sheet sheet, float y, String key, String value) {
        sheet.text(LEFT, y, QUIET, labels.say(key));
        sheet.text(LEFT + 84, y, regular(7.5f, Ink.TEXT), value);
    }

    private void proof(Sheet sheet, float y, String hash, float hashLine) {
        sheet.qrCode(RIGHT - QR, y, QR, TransactionLink.code(head.chainId(), hash));
        TransactionLink.of(head.chainId(), hash).ifPresent(address -> {
            sheet.link(RIGHT - QR, y, QR, QR, address);
            sheet.link(LEFT + 84, hashLine - 9, BODY_WIDTH - QR - 24 - 84, 12, address);
        });
        var fine = regular(5.5f, Ink.QUIET);
        float line = y + QR + 8;
        for (String text : sheet.lines(fine, labels.say("scan"), QR + 4)) {
            sheet.text(RIGHT - QR, line, fine, text);
            line += 7;
        }
    }
}
