package com.protocolbanks.payroll.documents.export;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.money.Amount;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.documents.content.BatchDocument;
import com.protocolbanks.payroll.documents.content.BatchDocument.Item;
import com.protocolbanks.payroll.documents.content.BatchDocument.Leg;
import com.protocolbanks.payroll.documents.content.BatchDocument.Status;
import com.protocolbanks.payroll.documents.content.BatchDocument.Transaction;
import com.protocolbanks.payroll.documents.content.Samples;
import com.protocolbanks.payroll.documents.words.Labels;
import de.siegmar.fastcsv.reader.CsvReader;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

class ExportProperties {
    private static final Asset EIGHT = new Asset("USDX", 8, "USD");

    @Property
    void debitsEqualCreditsInEveryEntryAndCurrency(@ForAll("batches") BatchDocument batch) {
        for (Locale locale : List.of(Locale.ENGLISH, Locale.CHINESE)) {
            Map<String, BigDecimal> balances = new HashMap<>();
            BigDecimal expense = BigDecimal.ZERO;
            for (var row : rows(Journal.write(batch, Labels.in(locale)))) {
                balances.merge(
                        row.get(1) + " " + row.get(4),
                        number(row.get(5)).subtract(number(row.get(6))),
                        BigDecimal::add);
                if (row.get(2).equals("WAGES_EXPENSE")) {
                    expense = expense.add(number(row.get(5)));
                }
            }

            assertThat(balances)
                    .allSatisfy(
                            (entry, balance) -> assertThat(balance).as(entry).isEqualByComparingTo("0"));
            assertThat(expense)
                    .isEqualByComparingTo(
                            sum(batch.items().stream().map(Item::amount).toList()));
        }
    }

    @Property
    void walletBankAndPayableAreWhatWasPaidAndWhatIsOpen(@ForAll("batches") BatchDocument batch) {
        var rows = rows(Journal.write(batch, Labels.in(Locale.ENGLISH)));

        assertThat(credits(rows, "WAGES_PAYABLE"))
                .isEqualByComparingTo(sum(batch.items().stream().map(Item::open).toList()));
        assertThat(credits(rows, "WALLET_ASSETS").add(credits(rows, "BANK_CLEARING")))
                .isEqualByComparingTo(sum(batch.items().stream().map(Item::paid).toList()));
        assertThat(credits(rows, "GAS_ASSETS"))
                .isEqualByComparingTo(sum(batch.transactions().stream()
                        .map(one -> new BigDecimal(one.feeWei(), 18))
                        .toList()));
    }

    @Property
    void everyLegIsOneLineAndNoCellIsAFormula(@ForAll("batches") BatchDocument batch) {
        var rows = rows(ItemsCsv.write(batch, Labels.in(Locale.ENGLISH)));

        assertThat(rows)
                .hasSize(batch.items().stream()
                        .mapToInt(item -> item.legs().size())
                        .sum());
        assertThat(rows)
                .allSatisfy(row -> assertThat(row)
                        .hasSize(17)
                        .allSatisfy(cell -> assertThat(cell).doesNotMatch("(?s)[=+\\-@\t\r\n].*")));
    }

    @Example
    void legsThatDoNotAddUpAreRefused() {
        var batch = Samples.batch(1);
        var item = batch.items().getFirst();
        var wrong = new Item(
                item.id(),
                item.row(),
                item.name(),
                item.employeeNumber(),
                item.wallet(),
                item.amount().add(new BigDecimal("0.000001")),
                item.paid(),
                item.status(),
                item.reason(),
                item.note(),
                item.legs());

        assertThatThrownBy(() -> Journal.postings(new BatchDocument(batch.head(), List.of(wrong), List.of())))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("row 1");
    }

    @Example
    void spreadsheetsSeeUtf8() {
        byte[] csv = ItemsCsv.write(Samples.batch(1), Labels.in(Locale.CHINESE));

        assertThat(csv).startsWith(0xEF, 0xBB, 0xBF);
    }

    @Provide
    Arbitrary<BatchDocument> batches() {
        Arbitrary<List<Item>> items = items().list().ofMinSize(1).ofMaxSize(12);
        Arbitrary<List<Transaction>> transactions = Arbitraries.bigIntegers()
                .between(BigInteger.ZERO, BigInteger.TEN.pow(24))
                .map(fee -> new Transaction(
                        new Amount(EIGHT, BigInteger.ONE),
                        1,
                        0,
                        1,
                        "FINAL",
                        Optional.empty(),
                        OptionalLong.empty(),
                        fee))
                .list()
                .ofMaxSize(3);
        return Combinators.combine(items, transactions)
                .as((rows, sent) -> new BatchDocument(Samples.batch(1).head(), rows, sent));
    }

    private static Arbitrary<Item> items() {
        Arbitrary<BigInteger> units = Arbitraries.bigIntegers().between(BigInteger.ONE, BigInteger.TEN.pow(19));
        Arbitrary<String> names = Arbitraries.oneOf(
                Arbitraries.strings().ofMinLength(1).ofMaxLength(20),
                Arbitraries.of("=1+1", "+49", "-2", "@SUM(A1)", "\t=1", "\"a\",b", "张\n伟"));
        Arbitrary<Status> statuses = Arbitraries.of(Status.class);
        return Combinators.combine(
                        units,
                        units,
                        names,
                        statuses,
                        statuses,
                        Arbitraries.integers().between(2, 1_000_000))
                .as(ExportProperties::item);
    }

    private static Item item(
            BigInteger onChain, BigInteger cents, String name, Status chainStatus, Status bankStatus, int row) {
        List<Leg> legs = List.of(
                new Leg.OnChain(
                        new Amount(EIGHT, onChain),
                        "0x00",
                        chainStatus,
                        Optional.empty(),
                        Optional.empty(),
                        Optional.empty()),
                new Leg.Bank(
                        new Amount(Samples.USD, cents),
                        name,
                        bankStatus,
                        Optional.of("BANK_REJECTED:" + name),
                        Optional.of(name),
                        Optional.empty()));
        var paid = sum(legs.stream()
                .filter(leg -> leg.status() == Status.SUCCESS)
                .map(leg -> leg.amount().decimal())
                .toList());
        var sample = Samples.item(1);
        return new Item(
                sample.id(),
                row,
                name,
                Optional.of(name),
                sample.wallet(),
                sum(legs.stream().map(leg -> leg.amount().decimal()).toList()),
                paid,
                Status.SUCCESS,
                Optional.empty(),
                Optional.empty(),
                legs);
    }

    private static BigDecimal credits(List<List<String>> rows, String account) {
        return sum(rows.stream()
                .filter(row -> row.get(2).startsWith(account))
                .map(row -> number(row.get(6)))
                .toList());
    }

    private static BigDecimal number(String cell) {
        return cell.isEmpty() ? BigDecimal.ZERO : new BigDecimal(cell);
    }

    private static BigDecimal sum(List<BigDecimal> values) {
        return values.stream().reduce(BigDecimal.ZERO, BigDecimal::add);
    }

    private static List<List<String>> rows(byte[] csv) {
        String text = new String(csv, StandardCharsets.UTF_8).substring(1);
        return CsvReader.builder().ofCsvRecord(text).stream()
                .skip(1)
                .map(row -> row.getFields())
                .toList();
    }
}
