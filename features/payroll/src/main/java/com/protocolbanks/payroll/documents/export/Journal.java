package com.protocolbanks.payroll.documents.export;

import com.protocolbanks.money.Amount;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.documents.content.BatchDocument;
import com.protocolbanks.payroll.documents.content.BatchDocument.Item;
import com.protocolbanks.payroll.documents.content.BatchDocument.Leg;
import com.protocolbanks.payroll.documents.content.BatchDocument.Transaction;
import com.protocolbanks.payroll.documents.words.Labels;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * The batch as double entries: in each entry, and so in all, debits equal credits to the smallest unit.
 *
 * <p>A person's entry debits wages expense with the gross amount, in the unit of account of its legs (which the batch
 * never mixes), and credits the wallet, the bank clearing account, or wages payable for what is still owed. A
 * transaction's entry books its gas fee in the chain's coin.
 */
public final class Journal {
    private static final Asset COIN = new Asset("ZETA", 18, "ZETA");
    private static final List<String> COLUMNS =
            List.of("date", "entry", "account", "account-name", "currency", "debit", "credit", "memo", "reference");

    private Journal() {}

    /** The accounts; an asset held in the wallet is a sub-account, as in {@code WALLET_ASSETS.USDT}. */
    enum Account {
        WAGES_EXPENSE,
        WALLET_ASSETS,
        BANK_CLEARING,
        WAGES_PAYABLE,
        NETWORK_FEES,
        GAS_ASSETS
    }

    /**
     * One line of an entry; one of debit and credit is zero.
     *
     * @param part the sub-account, or empty
     */
    record Posting(
            String entry,
            Account account,
            String part,
            String currency,
            BigDecimal debit,
            BigDecimal credit,
            String memo,
            String reference) {
        String accountCode() {
            return part.isEmpty() ? account.name() : account.name() + "." + part;
        }
    }

    public static byte[] write(BatchDocument batch, Labels labels) {
        String date = batch.head().date().toString().substring(0, 10);
        var rows = new ArrayList<List<String>>();
        rows.add(COLUMNS.stream().map(column -> labels.say("journal." + column)).toList());
        for (Posting one : postings(batch)) {
            rows.add(List.of(
                    date,
                    one.entry(),
                    one.accountCode(),
                    labels.say("account." + one.account()) + (one.part().isEmpty() ? "" : " " + one.part()),
                    one.currency(),
                    one.debit().signum() == 0 ? "" : CsvText.number(one.debit()),
                    one.credit().signum() == 0 ? "" : CsvText.number(one.credit()),
                    one.memo(),
                    one.reference()));
        }
        return CsvText.of(rows);
    }

    /** @throws IllegalStateException when the legs of an item do not add up to it, which submission rules out */
    static List<Posting> postings(BatchDocument batch) {
        String prefix = batch.head().id().toString().substring(0, 8);
        return Stream.concat(
                        batch.items().stream().flatMap(item -> wages(prefix, item).stream()),
                        batch.transactions().stream()
                                .filter(transaction -> transaction.feeWei().signum() > 0)
                                .flatMap(transaction -> fee(prefix, transaction).stream()))
                .toList();
    }

    private static List<Posting> wages(String prefix, Item item) {
        BigDecimal legs =
                item.legs().stream().map(leg -> leg.amount().decimal()).reduce(BigDecimal.ZERO, BigDecimal::add);
        if (legs.compareTo(item.amount()) != 0) {
            throw new IllegalStateException("row " + item.row() + ": its legs add up to " + legs.toPlainString()
                    + ", not to " + item.amount().toPlainString());
        }
        String entry = prefix + "-" + item.row();
        String unit = item.legs().getFirst().amount().asset().unit();
        var postings = new ArrayList<Posting>();
        postings.add(
                new Posting(entry, Account.WAGES_EXPENSE, "", unit, item.amount(), BigDecimal.ZERO, item.name(), ""));
        item.legs().forEach(leg -> postings.add(payment(entry, item, leg)));
        return postings;
    }

    private static Posting payment(String entry, Item item, Leg leg) {
        String symbol = leg.amount().asset().symbol();
        boolean paid = switch (leg.status()) {
            case SUCCESS -> true;
            case PENDING, FAILED -> false;
        };
        Account rail = switch (leg) {
            case Leg.OnChain _ -> Account.WALLET_ASSETS;
            case Leg.Bank _ -> Account.BANK_CLEARING;
        };
        String reference = switch (leg) {
            case Leg.OnChain chain -> chain.txHash().orElse("");
            case Leg.Bank bank -> bank.bankReference().orElse("");
        };
        return new Posting(
                entry,
                paid ? rail : Account.WAGES_PAYABLE,
                paid ? symbol : "",
                leg.amount().asset().unit(),
                BigDecimal.ZERO,
                leg.amount().decimal(),
                item.name(),
                reference);
    }

    private static List<Posting> fee(String prefix, Transaction transaction) {
        String token = transaction.paid().asset().symbol();
        String entry = prefix + "-" + token + "-" + transaction.run() + "." + transaction.chunk();
        String memo = token + " " + transaction.run() + "." + transaction.chunk();
        String hash = transaction.txHash().orElse("");
        BigDecimal fee = new Amount(COIN, transaction.feeWei()).decimal();
        return List.of(
                new Posting(entry, Account.NETWORK_FEES, "", COIN.unit(), fee, BigDecimal.ZERO, memo, hash),
                new Posting(entry, Account.GAS_ASSETS, COIN.symbol(), COIN.unit(), BigDecimal.ZERO, fee, memo, hash));
    }
}
