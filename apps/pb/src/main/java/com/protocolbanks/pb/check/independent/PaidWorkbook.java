package com.protocolbanks.pb.check.independent;

import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.pb.standalone.Servers;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * A workbook in USDC and USDT, whose payees held nothing before, held against what the chain says they hold now.
 *
 * @param wrong every leg that is not paid to the unit, each as a sentence, the first twenty of them
 * @param totals what is held in each token, in words
 */
public record PaidWorkbook(List<String> wrong, List<String> totals) {
    private static final int TOKEN_DECIMALS = 6;
    private static final int SHOWN = 20;

    public PaidWorkbook {
        wrong = List.copyOf(wrong);
        totals = List.copyOf(totals);
    }

    /** Asks the chain for every payee's balance. */
    public static PaidWorkbook read(Servers servers, Path file) throws IOException, InterruptedException {
        List<String> wrong = new ArrayList<>();
        List<String> totals = new ArrayList<>();
        var expected = WorkbookExpectation.read(file, DevelopmentToken.USDC.name(), TOKEN_DECIMALS);
        var reader = new BalanceReader(servers.chainUrl());
        for (var token : List.of(DevelopmentToken.USDC, DevelopmentToken.USDT)) {
            var payments = expected.payments().stream()
                    .filter(payment -> payment.asset().equals(token.name()))
                    .toList();
            if (payments.isEmpty()) {
                wrong.add("the workbook has nobody to be paid in " + token);
            }
            var held = reader.balances(
                    servers.contracts().token(token).toString(),
                    payments.stream().map(WorkbookExpectation.Payment::address).toList());
            var sum = BigInteger.ZERO;
            for (int i = 0; i < payments.size(); i++) {
                var payment = payments.get(i);
                sum = sum.add(held.get(i));
                if (!payment.units().equals(held.get(i))) {
                    wrong.add(payment.name() + " holds " + held.get(i) + " of " + token + " instead of "
                            + payment.units());
                }
            }
            totals.add(String.format(Locale.ROOT, "%s: %,d legs, %,d units in all", token, payments.size(), sum));
        }
        return new PaidWorkbook(wrong.size() > SHOWN ? wrong.subList(0, SHOWN) : wrong, totals);
    }
}
