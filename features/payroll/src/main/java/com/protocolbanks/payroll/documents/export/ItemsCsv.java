package com.protocolbanks.payroll.documents.export;

import com.protocolbanks.payroll.documents.content.BatchDocument;
import com.protocolbanks.payroll.documents.content.BatchDocument.Item;
import com.protocolbanks.payroll.documents.content.BatchDocument.Leg;
import com.protocolbanks.payroll.documents.words.Labels;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The payments of a batch, one line per leg; amounts as plain decimals, times in ISO 8601. */
public final class ItemsCsv {
    private static final List<String> COLUMNS = List.of(
            "row",
            "employee-number",
            "name",
            "gross",
            "paid",
            "open",
            "token",
            "item-status",
            "rail",
            "asset",
            "leg-amount",
            "leg-status",
            "reason",
            "to",
            "transaction",
            "bank-reference",
            "settled");

    private ItemsCsv() {}

    public static byte[] write(BatchDocument batch, Labels labels) {
        var rows = new ArrayList<List<String>>();
        rows.add(COLUMNS.stream().map(column -> labels.say("csv." + column)).toList());
        for (Item item : batch.items()) {
            for (Leg leg : item.legs()) {
                rows.add(Stream.concat(person(item, batch.head().tokenSymbol(), labels), payment(leg, labels))
                        .toList());
            }
        }
        return CsvText.of(rows);
    }

    private static Stream<String> person(Item item, String token, Labels labels) {
        return Stream.of(
                Integer.toString(item.row()),
                item.employeeNumber().orElse(""),
                item.name(),
                CsvText.number(item.amount()),
                CsvText.number(item.paid()),
                CsvText.number(item.open()),
                token,
                labels.say("status." + item.status()));
    }

    private static Stream<String> payment(Leg leg, Labels labels) {
        var ends = switch (leg) {
            case Leg.OnChain chain -> new Ends(labels.say("on-chain"), chain.to(), chain.txHash(), Optional.empty());
            case Leg.Bank bank -> new Ends(labels.say("bank"), bank.payee(), Optional.empty(), bank.bankReference());
        };
        return Stream.of(
                ends.rail(),
                leg.amount().asset().symbol(),
                CsvText.number(leg.amount().decimal()),
                labels.say("status." + leg.status()),
                leg.reason().map(labels::reason).orElse(""),
                ends.to(),
                ends.transaction().orElse(""),
                ends.reference().orElse(""),
                leg.settledAt().map(Instant::toString).orElse(""));
    }

    private record Ends(String rail, String to, Optional<String> transaction, Optional<String> reference) {}
}
