package com.protocolbanks.payroll.documents;

import com.protocolbanks.payroll.documents.content.BatchDocument;
import com.protocolbanks.payroll.documents.content.PayslipDocument;
import com.protocolbanks.payroll.documents.drawing.PdfFile;
import com.protocolbanks.payroll.documents.drawing.Typefaces;
import com.protocolbanks.payroll.documents.export.ItemsCsv;
import com.protocolbanks.payroll.documents.export.Journal;
import com.protocolbanks.payroll.documents.pages.PayslipPages;
import com.protocolbanks.payroll.documents.pages.ReportPages;
import com.protocolbanks.payroll.documents.words.Labels;
import java.util.Locale;

/**
 * Writes a batch's documents in English or Chinese (for any other locale English): the same input gives the same bytes.
 *
 * <p>The faces take about 40 MB and half a second once, so an app makes one of these; PDFs are drawn one at a time.
 */
public final class PayrollDocuments {
    private final Typefaces typefaces;

    public PayrollDocuments() {
        this(new Typefaces());
    }

    public PayrollDocuments(Typefaces typefaces) {
        this.typefaces = typefaces;
    }

    /** The report of a batch as PDF: sums, what needs attention, every payment, every transaction. */
    public byte[] report(BatchDocument batch, Locale locale) {
        var labels = Labels.in(locale);
        var head = batch.head();
        var pages = new ReportPages(labels, batch);
        var facts = new PdfFile.Facts(
                labels.say("report") + " " + head.payPeriod().orElse(head.id().toString()),
                head.organization(),
                labels.tag(),
                head.date(),
                head.id());
        return PdfFile.write(typefaces, facts, pages::draw);
    }

    /** One person's payslip as PDF. */
    public byte[] payslip(PayslipDocument payslip, Locale locale) {
        var labels = Labels.in(locale);
        var head = payslip.head();
        var facts = new PdfFile.Facts(
                labels.say("payslip") + " " + head.payPeriod().orElse(head.id().toString()) + " · "
                        + payslip.item().name(),
                head.organization(),
                labels.tag(),
                head.date(),
                payslip.item().id());
        return PdfFile.write(typefaces, facts, new PayslipPages(labels, payslip)::draw);
    }

    /** Every payment of the batch, one line each, for a spreadsheet. */
    public byte[] itemsCsv(BatchDocument batch, Locale locale) {
        return ItemsCsv.write(batch, Labels.in(locale));
    }

    /** The batch as double entries for the books, one line per posting. */
    public byte[] journal(BatchDocument batch, Locale locale) {
        return Journal.write(batch, Labels.in(locale));
    }
}
