package com.protocolbanks.payroll.documents.pages;

import static com.protocolbanks.payroll.documents.drawing.Style.bold;
import static com.protocolbanks.payroll.documents.drawing.Style.regular;

import com.protocolbanks.payroll.documents.content.BatchDocument;
import com.protocolbanks.payroll.documents.content.BatchHead;
import com.protocolbanks.payroll.documents.drawing.Ink;
import com.protocolbanks.payroll.documents.drawing.Sheet;
import com.protocolbanks.payroll.documents.drawing.Style;
import com.protocolbanks.payroll.documents.words.Labels;

/** What the pages of all documents share: margins, head, labelled facts and foot. */
final class PageFrame {
    static final float LEFT = 48;
    static final float RIGHT = Sheet.WIDTH - 48;
    static final float BODY_WIDTH = RIGHT - LEFT;
    /** Where the body starts under the full head of a first page. */
    static final float BODY_TOP = 136;
    /** Where the body starts on the pages that follow. */
    static final float NEXT_BODY_TOP = 84;

    static final float BODY_BOTTOM = Sheet.HEIGHT - 74;

    static final Style TEXT = regular(9.5f, Ink.TEXT);
    static final Style STRONG = bold(9.5f, Ink.TEXT);
    static final Style QUIET = regular(8, Ink.QUIET);
    static final Style FINE = regular(7.5f, Ink.TEXT);
    static final Style SECTION = bold(12, Ink.TEXT);
    private static final Style TITLE = bold(22, Ink.TEXT);
    private static final Style ORGANIZATION = bold(12, Ink.TEXT);

    private final Labels labels;
    private final BatchHead head;
    private final String footer;

    PageFrame(Labels labels, BatchHead head, String footer) {
        this.labels = labels;
        this.head = head;
        this.footer = footer;
    }

    /** The head of a first page: the title and period on the left, who pays on the right. */
    void head(Sheet sheet, String title) {
        sheet.box(0, 0, Sheet.WIDTH, 6, Ink.ACCENT);
        float titleEnd = sheet.text(LEFT, 68, TITLE, title);
        sheet.text(LEFT, 90, regular(11, Ink.QUIET), sheet.fitted(regular(11, Ink.QUIET), period(), 240));
        sheet.textEndingAt(
                RIGHT, 58, ORGANIZATION, sheet.fitted(ORGANIZATION, head.organization(), RIGHT - titleEnd - 24));
        sheet.textEndingAt(RIGHT, 74, QUIET, network());
        sheet.textEndingAt(RIGHT, 90, regular(7.5f, Ink.QUIET), head.wallet());
        sheet.rule(LEFT, 106, RIGHT, 0.75f, Ink.LINE);
    }

    /** The head of the pages that follow. */
    void nextHead(Sheet sheet, String title) {
        sheet.box(0, 0, Sheet.WIDTH, 6, Ink.ACCENT);
        sheet.text(LEFT, 48, STRONG, title + "   " + sheet.fitted(STRONG, period(), 150));
        sheet.textEndingAt(RIGHT, 48, QUIET, sheet.fitted(QUIET, head.organization(), 220));
        sheet.rule(LEFT, 58, RIGHT, 0.75f, Ink.LINE);
    }

    void foot(Sheet sheet, int page, int pages) {
        float y = Sheet.HEIGHT - 52;
        sheet.rule(LEFT, y, RIGHT, 0.75f, Ink.LINE);
        var fine = regular(7, Ink.QUIET);
        String number = labels.say("page", page, pages);
        float room = BODY_WIDTH - sheet.width(fine, number) - 24;
        float line = y + 13;
        for (String text : sheet.lines(fine, footer, room)) {
            sheet.text(LEFT, line, fine, text);
            line += 9.5f;
        }
        sheet.textEndingAt(RIGHT, y + 13, fine, number);
        sheet.text(LEFT, line, fine, labels.say("batch") + " " + head.id());
    }

    /** A label with its value below; returns the y below them. */
    float fact(Sheet sheet, float x, float y, String label, String value, float room) {
        sheet.text(x, y, QUIET, label);
        sheet.text(x, y + 13, TEXT, sheet.fitted(TEXT, value, room));
        return y + 34;
    }

    String period() {
        return head.payPeriod().orElseGet(() -> labels.say("no-period"));
    }

    String network() {
        if (head.chainId() == 7000 || head.chainId() == 7001) {
            return labels.say("network." + head.chainId());
        }
        return labels.say("network.other", head.chainId());
    }

    static Ink ink(BatchDocument.Status status) {
        return switch (status) {
            case SUCCESS -> Ink.GOOD;
            case FAILED -> Ink.BAD;
            case PENDING -> Ink.WAITING;
        };
    }
}
