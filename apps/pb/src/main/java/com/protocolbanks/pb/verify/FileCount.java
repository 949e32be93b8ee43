package com.protocolbanks.pb.verify;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.money.Asset;
import com.protocolbanks.payroll.payees.KnownPayees;
import com.protocolbanks.payroll.problems.Problem;
import com.protocolbanks.payroll.problems.ProblemCode;
import com.protocolbanks.payroll.rows.PayrollRow;
import com.protocolbanks.payroll.rows.ReadingContext;
import com.protocolbanks.payroll.signing.ChunkPartition;
import com.protocolbanks.payroll.signing.PaymentList;
import com.protocolbanks.payroll.signing.WordCode;
import com.protocolbanks.payroll.splits.Leg;
import com.protocolbanks.payroll.splits.SplitResult;
import com.protocolbanks.payroll.splits.Splits;
import com.protocolbanks.payroll.spreadsheet.PayrollFile;
import com.protocolbanks.payroll.spreadsheet.PayrollReader;
import com.protocolbanks.payroll.spreadsheet.ReadResult;
import com.protocolbanks.payroll.spreadsheet.source.ReadingLimits;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;

/** What a spreadsheet comes to when nobody but the spreadsheet is asked. */
final class FileCount {
    private final Asset batch;
    private final Map<String, Asset> tokens;
    private final int chunkSize;

    /**
     * @param tokens all that rows may name, the batch's first
     * @param chunkSize payments in one transaction, as the server cuts them
     */
    FileCount(List<Asset> tokens, int chunkSize) {
        this.batch = tokens.getFirst();
        this.tokens = tokens.stream().collect(Collectors.toMap(Asset::symbol, token -> token));
        this.chunkSize = chunkSize;
    }

    /** How the reading ended. */
    sealed interface Counted {
        /** One sum for each token, by symbol; the bank's is told apart by its rail. */
        record Sums(List<Sum> sums, int people) implements Counted {}

        record Unreadable(List<Problem> problems) implements Counted {}
    }

    /**
     * The payments in one token.
     *
     * @param units in its smallest unit
     */
    record Sum(Asset asset, int payments, BigInteger units, Proof proof) {
        BigDecimal total() {
            return new BigDecimal(units, asset.decimals());
        }
    }

    /** What the sum can be compared by. */
    sealed interface Proof {
        record OnChain(Hash32 root, String code) implements Proof {}

        /** Its root holds ids that only the server gives; the total can be compared. */
        record AtBank() implements Proof {}
    }

    Counted count(PayrollFile file) {
        var context = new ReadingContext(
                new ReadingContext.Tokens(batch, tokens),
                new ReadingContext.Parties(Address.ZERO, Set.of(), Set.of()),
                KnownPayees.NONE,
                EnumSet.allOf(ProblemCode.class),
                ReadingContext.DEFAULT_PROBLEM_LIMIT);
        return switch (new PayrollReader(ReadingLimits.DEFAULT).read(file, context)) {
            case ReadResult.Problems(var layout, var problems) -> new Counted.Unreadable(problems);
            case ReadResult.Rows(var facts, var rows, var total, var warnings) ->
                new Counted.Sums(sums(rows), rows.size());
        };
    }

    private List<Sum> sums(List<PayrollRow> rows) {
        SortedMap<String, PaymentList.Builder> lists = new TreeMap<>();
        SortedMap<String, Bank> bank = new TreeMap<>();
        for (var row : rows) {
            var nobody = new UUID(0, row.row());
            for (var leg : legs(row)) {
                switch (leg.rail()) {
                    case CHAIN ->
                        lists.computeIfAbsent(leg.asset().symbol(), _ -> new PaymentList.Builder())
                                .add(nobody, nobody, row.person().address(), leg.units());
                    case FIAT -> bank.merge(leg.asset().symbol(), new Bank(leg.asset(), 1, leg.units()), Bank::plus);
                }
            }
        }
        List<Sum> sums = new ArrayList<>();
        lists.forEach((symbol, list) -> sums.add(onChain(symbol, list.build())));
        bank.values().forEach(one -> sums.add(new Sum(one.asset, one.payments, one.units, new Proof.AtBank())));
        return sums;
    }

    private record Bank(Asset asset, int payments, BigInteger units) {
        Bank plus(Bank other) {
            return new Bank(asset, payments + other.payments, units.add(other.units));
        }
    }

    private Sum onChain(String symbol, PaymentList payments) {
        var root = ChunkPartition.of(payments, chunkSize).root();
        return new Sum(
                tokens.getOrDefault(symbol, batch),
                payments.size(),
                payments.total(),
                new Proof.OnChain(root, WordCode.of(symbol, root, payments.total())));
    }

    private List<Leg> legs(PayrollRow row) {
        return switch (Splits.legs(row.amount(), row.delivery().effective(), batch, tokens)) {
            case SplitResult.Legs(var legs) -> legs;
            case SplitResult.Refused refused ->
                throw new IllegalStateException("row " + row.row() + " was checked, yet " + refused);
        };
    }
}
