package com.protocolbanks.payroll.documents;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.zxing.BinaryBitmap;
import com.google.zxing.RGBLuminanceSource;
import com.google.zxing.common.HybridBinarizer;
import com.google.zxing.qrcode.QRCodeReader;
import com.protocolbanks.payroll.documents.content.BatchDocument.Item;
import com.protocolbanks.payroll.documents.content.BatchDocument.Leg;
import com.protocolbanks.payroll.documents.content.PayslipDocument;
import com.protocolbanks.payroll.documents.content.Samples;
import com.protocolbanks.payroll.documents.words.Labels;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TimeZone;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.pdmodel.PDDocument;
import org.apache.pdfbox.rendering.PDFRenderer;
import org.apache.pdfbox.text.PDFTextStripper;
import org.junit.jupiter.api.Test;

class PayrollDocumentsTest {
    private static final PayrollDocuments DOCUMENTS = new PayrollDocuments();

    @Test
    void sameRowsGiveTheSameBytesWhereverTheyAreDrawn() {
        var locale = Locale.getDefault();
        var zone = TimeZone.getDefault();
        var report = SourceDigest.of(DOCUMENTS.report(Samples.batch(30), Locale.CHINESE));
        var payslip = SourceDigest.of(DOCUMENTS.payslip(Samples.payslip(3), Locale.ENGLISH));
        try {
            Locale.setDefault(Locale.forLanguageTag("ar-EG"));
            TimeZone.setDefault(TimeZone.getTimeZone("Asia/Shanghai"));
            var elsewhere = new PayrollDocuments();

            assertThat(SourceDigest.of(elsewhere.report(Samples.batch(30), Locale.CHINESE)))
                    .isEqualTo(report);
            assertThat(SourceDigest.of(elsewhere.payslip(Samples.payslip(3), Locale.ENGLISH)))
                    .isEqualTo(payslip);
        } finally {
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
        }
    }

    @Test
    void payslipSaysWhoWhatAndByWhichTransaction() throws IOException {
        var slip = Samples.payslip(3);

        assertThat(text(DOCUMENTS.payslip(slip, Locale.ENGLISH)))
                .contains("Payslip", "March 2026", "John Smith", "E-0003", "极光机器人")
                .contains("1,411.50", "On chain (USDT)", "1,129.20 USDT", "Bank transfer (USD)", "282.30 USD")
                .contains("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359", hash(slip), "2026033100" + 3)
                .contains("31 Mar 2026, 09:12 UTC", "Page 1 of 1");
        assertThat(text(DOCUMENTS.payslip(slip, Locale.SIMPLIFIED_CHINESE)))
                .contains("工资单", "John Smith", "应发金额", "链上支付", "银行转账", hash(slip))
                .contains("2026年3月31日 09:12 UTC", "第 1 页，共 1 页");
    }

    @Test
    void failureIsSaidInWords() throws IOException {
        assertThat(text(DOCUMENTS.payslip(Samples.payslip(5), Locale.ENGLISH)))
                .contains("Not paid", "The token refuses this recipient: the address is on its block list.");
        assertThat(text(DOCUMENTS.payslip(Samples.payslip(7), Locale.CHINESE)))
                .contains("部分到账", "391.90", "银行未执行该笔转账：AC04 account closed");
        assertThat(text(DOCUMENTS.payslip(Samples.payslip(8), Locale.ENGLISH)))
                .contains("Accepted", "No transaction yet");
    }

    @Test
    void qrCodeOpensTheTransaction() throws Exception {
        var slip = Samples.payslip(1);
        try (var file = Loader.loadPDF(DOCUMENTS.payslip(slip, Locale.ENGLISH))) {
            var image = new PDFRenderer(file).renderImageWithDPI(0, 144);
            int[] pixels = image.getRGB(0, 0, image.getWidth(), image.getHeight(), null, 0, image.getWidth());
            var source = new RGBLuminanceSource(image.getWidth(), image.getHeight(), pixels);

            assertThat(new QRCodeReader()
                            .decode(new BinaryBitmap(new HybridBinarizer(source)))
                            .getText())
                    .isEqualTo("https://explorer.zetachain.com/evm/tx/" + hash(slip));
        }
    }

    @Test
    void reportListsEveryPersonOnce() throws IOException {
        var batch = Samples.batch(250);
        String text = text(DOCUMENTS.report(batch, Locale.ENGLISH));

        for (Item item : batch.items()) {
            assertThat(text).contains(item.row() + " " + item.name());
        }
        assertThat(text)
                .contains(Labels.in(Locale.ENGLISH)
                        .amount(batch.head().totalAmount(), "USDT")
                        .replace(" USDT", ""))
                .contains("Needs attention", "Transactions", "USDT 1.1", "11402119");
    }

    @Test
    void reportWithNothingOpenSaysSo() throws IOException {
        var batch = Samples.batch(2);

        assertThat(text(DOCUMENTS.report(batch, Locale.CHINESE))).contains("所有人员均已足额到账。");
    }

    @Test
    void anyNameAndAnyAmountCanBeDrawn() throws IOException {
        var sample = Samples.payslip(1).item();
        var leg = sample.legs().getFirst();
        for (String name : List.of(
                "\u0627\u062d\u0645\u062f", "😀 Joy", "a\tb\u0000c", "e\u0301", "x".repeat(200), "中".repeat(200))) {
            var item = new Item(
                    sample.id(),
                    1_000_000,
                    name,
                    Optional.of(name),
                    sample.wallet(),
                    new BigDecimal("999999999999.12345678"),
                    BigDecimal.ZERO,
                    sample.status(),
                    Optional.empty(),
                    Optional.of(name),
                    List.of(leg, leg, leg, leg, leg, leg, leg));
            var slip = new PayslipDocument(Samples.batch(1).head(), item);

            assertThat(text(DOCUMENTS.payslip(slip, Locale.ENGLISH)))
                    .contains("999,999,999,999.12345678", "Page 2 of 2");
        }
        assertThat(text(DOCUMENTS.payslip(named("😀 Joy"), Locale.ENGLISH))).contains("〓 Joy");
        assertThat(text(DOCUMENTS.payslip(named("Rene\u0301"), Locale.ENGLISH))).contains("René");
    }

    private static PayslipDocument named(String name) {
        var slip = Samples.payslip(1);
        var item = slip.item();
        return new PayslipDocument(
                slip.head(),
                new Item(
                        item.id(),
                        item.row(),
                        name,
                        item.employeeNumber(),
                        item.wallet(),
                        item.amount(),
                        item.paid(),
                        item.status(),
                        item.reason(),
                        item.note(),
                        item.legs()));
    }

    private static String hash(PayslipDocument slip) {
        return ((Leg.OnChain) slip.item().legs().getFirst()).txHash().orElseThrow();
    }

    private static String text(byte[] pdf) throws IOException {
        try (PDDocument file = Loader.loadPDF(pdf)) {
            var stripper = new PDFTextStripper();
            stripper.setSortByPosition(true);
            return stripper.getText(file);
        }
    }
}
