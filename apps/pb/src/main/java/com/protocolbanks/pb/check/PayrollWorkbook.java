package com.protocolbanks.pb.check;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.dhatim.fastexcel.Workbook;

/** Writes payees into a workbook as a finance person would have it: English headers, amounts as numbers. */
public final class PayrollWorkbook {
    private static final List<String> HEADERS = List.of("Name", "Wallet address", "Amount", "Split");

    private PayrollWorkbook() {}

    /** Every second person takes 70 % in USDC and 30 % in USDT, the others everything in USDC. */
    public static void write(Path file, List<Trial.Payee> payees) throws IOException {
        try (var out = Files.newOutputStream(file);
                var workbook = new Workbook(out, "ProtocolBanks", "1.0")) {
            var sheet = workbook.newWorksheet("Payroll");
            for (int column = 0; column < HEADERS.size(); column++) {
                sheet.value(0, column, HEADERS.get(column));
            }
            for (int i = 0; i < payees.size(); i++) {
                var payee = payees.get(i);
                sheet.value(i + 1, 0, payee.name());
                sheet.value(i + 1, 1, payee.address());
                sheet.value(i + 1, 2, payee.amount());
                sheet.value(i + 1, 3, i % 2 == 0 ? "usdc 70 / usdt 30" : "");
            }
        }
    }
}
