package com.protocolbanks.pb.check.independent;

import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.dhatim.fastexcel.reader.ReadableWorkbook;
import org.dhatim.fastexcel.reader.Row;

/**
 * What a payroll workbook with English headers promises to whom.
 *
 * @param payments in row order
 */
public record WorkbookExpectation(List<Payment> payments) {
    private static final String FIAT = "FIAT";
    private static final int FIAT_DECIMALS = 2;

    /**
     * One person's payment in one asset.
     *
     * @param address in lower case
     * @param asset a token's symbol, or FIAT
     * @param units of the asset's smallest unit
     */
    public record Payment(int row, String name, String address, String asset, BigInteger units) {}

    /** Reads the first sheet; every token has {@code tokenDecimals}. */
    public static WorkbookExpectation read(Path workbook, String batchToken, int tokenDecimals) throws IOException {
        try (var in = Files.newInputStream(workbook);
                var book = new ReadableWorkbook(in);
                var rows = book.getFirstSheet().openStream()) {
            Map<String, Integer> columns = new HashMap<>();
            List<Payment> payments = new ArrayList<>();
            rows.forEach(row -> {
                if (columns.isEmpty()) {
                    for (int i = 0; i < row.getCellCount(); i++) {
                        columns.put(text(row, i).toLowerCase(Locale.ROOT), i);
                    }
                } else if (!text(row, columns.getOrDefault("wallet address", 0)).isEmpty()) {
                    addRow(row, columns, batchToken, tokenDecimals, payments);
                }
            });
            return new WorkbookExpectation(List.copyOf(payments));
        }
    }

    private static void addRow(
            Row row, Map<String, Integer> columns, String batchToken, int tokenDecimals, List<Payment> payments) {
        var amount = new BigDecimal(text(row, columns.getOrDefault("amount", 0)).replace(",", ""));
        var address = text(row, columns.getOrDefault("wallet address", 0)).toLowerCase(Locale.ROOT);
        var name = text(row, columns.getOrDefault("name", 0));
        var split = columns.containsKey("split") ? text(row, columns.getOrDefault("split", 0)) : "";
        var percentages = percentages(split, batchToken);
        divided(amount, percentages, tokenDecimals).forEach((asset, units) -> {
            if (units.signum() > 0) {
                payments.add(new Payment(row.getRowNum(), name, address, asset, units));
            }
        });
    }

    private static Map<String, BigDecimal> percentages(String split, String batchToken) {
        Map<String, BigDecimal> percentages = new LinkedHashMap<>();
        if (split.isBlank()) {
            percentages.put(batchToken, BigDecimal.valueOf(100));
            return percentages;
        }
        for (var part : split.split("/", -1)) {
            var words = part.strip().split("\\s+", -1);
            percentages.put(words[0].toUpperCase(Locale.ROOT), new BigDecimal(words[1]));
        }
        return percentages;
    }

    /** Shares cut down to whole units; what is left goes round by single units of the finest assets. */
    private static Map<String, BigInteger> divided(
            BigDecimal amount, Map<String, BigDecimal> percentages, int tokenDecimals) {
        Map<String, BigInteger> units = new LinkedHashMap<>();
        Map<String, BigDecimal> lost = new HashMap<>();
        BigDecimal left = amount;
        for (var share : percentages.entrySet()) {
            int decimals = decimals(share.getKey(), tokenDecimals);
            var exact = amount.multiply(share.getValue()).divide(BigDecimal.valueOf(100));
            var cut = exact.setScale(decimals, RoundingMode.DOWN);
            units.put(share.getKey(), cut.unscaledValue());
            lost.put(share.getKey(), exact.subtract(cut));
            left = left.subtract(cut);
        }
        int finest = percentages.keySet().stream()
                .mapToInt(asset -> decimals(asset, tokenDecimals))
                .max()
                .orElse(tokenDecimals);
        var takers = percentages.keySet().stream()
                .filter(asset -> decimals(asset, tokenDecimals) == finest)
                .sorted(Comparator.comparing((String asset) -> lost.getOrDefault(asset, BigDecimal.ZERO))
                        .reversed()
                        .thenComparing(asset -> asset.toLowerCase(Locale.ROOT)))
                .toList();
        var steps = left.movePointRight(finest).intValueExact();
        for (int i = 0; i < steps; i++) {
            units.merge(takers.get(i % takers.size()), BigInteger.ONE, BigInteger::add);
        }
        return units;
    }

    private static int decimals(String asset, int tokenDecimals) {
        return asset.equals(FIAT) ? FIAT_DECIMALS : tokenDecimals;
    }

    private static String text(Row row, int column) {
        return row.getOptionalCell(column)
                .map(cell -> cell.getText() == null ? "" : cell.getText().strip())
                .orElse("");
    }
}
