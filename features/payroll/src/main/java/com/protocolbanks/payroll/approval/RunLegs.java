package com.protocolbanks.payroll.approval;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.payroll.signing.BankLeaf;
import com.protocolbanks.payroll.signing.PaymentList;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.Record;

/** The legs of a batch, read as a stream in the order in which they are signed. */
final class RunLegs {
    private static final int FETCH = 5_000;
    private static final String COLUMNS =
            "select id, item_id, asset, decimals, units, to_address, bank_hash from payout_legs ";

    private RunLegs() {}

    /** A token's payments. */
    record TokenLegs(int decimals, PaymentList payments) {}

    /** The bank's payments: leaves in row order. */
    record BankLegs(String currency, int decimals, List<Hash32> leaves, BigInteger total) {}

    /** What is not paid and not failed yet on the chain, token by token. */
    static SequencedMap<String, TokenLegs> pendingOnChain(DSLContext dsl, UUID batchId) {
        return tokens(
                dsl,
                "where batch_id = ? and rail = 'CHAIN' and status = 'PENDING' order by asset, row_number",
                batchId);
    }

    /** What a run was opened with, whatever became of it. */
    static PaymentList ofRun(DSLContext dsl, UUID batchId, int run, String asset) {
        var found = tokens(
                dsl,
                "where batch_id = ? and run = ? and asset = ? and rail = 'CHAIN' order by asset, row_number",
                batchId,
                run,
                asset);
        return found.isEmpty()
                ? new PaymentList.Builder().build()
                : found.firstEntry().getValue().payments();
    }

    private static SequencedMap<String, TokenLegs> tokens(DSLContext dsl, String condition, Object... values) {
        Map<String, Integer> decimals = new LinkedHashMap<>();
        Map<String, PaymentList.Builder> lists = new LinkedHashMap<>();
        try (var legs =
                dsl.resultQuery(COLUMNS + condition, values).fetchSize(FETCH).fetchLazy()) {
            for (Record leg : legs) {
                var asset = leg.get(2, String.class);
                decimals.putIfAbsent(asset, leg.get(3, Integer.class));
                lists.computeIfAbsent(asset, symbol -> new PaymentList.Builder())
                        .add(
                                leg.get(0, UUID.class),
                                leg.get(1, UUID.class),
                                Address.of(leg.get(5, String.class)),
                                leg.get(4, BigInteger.class));
            }
        }
        SequencedMap<String, TokenLegs> tokens = new LinkedHashMap<>();
        lists.forEach((asset, list) -> tokens.put(asset, new TokenLegs(decimals.getOrDefault(asset, 0), list.build())));
        return tokens;
    }

    /** What the bank is still to pay in a run that is being asked for. */
    static Optional<BankLegs> pendingAtBank(DSLContext dsl, UUID batchId) {
        return bank(dsl, "where batch_id = ? and rail = 'FIAT' and status = 'PENDING' order by row_number", batchId);
    }

    /** What the bank file of a run was signed for. */
    static Optional<BankLegs> bankOfRun(DSLContext dsl, UUID batchId, int run) {
        return bank(dsl, "where batch_id = ? and rail = 'FIAT' and run = ? order by row_number", batchId, run);
    }

    private static Optional<BankLegs> bank(DSLContext dsl, String condition, Object... values) {
        List<Hash32> leaves = new ArrayList<>();
        var total = BigInteger.ZERO;
        var currency = "";
        int decimals = 0;
        try (var legs =
                dsl.resultQuery(COLUMNS + condition, values).fetchSize(FETCH).fetchLazy()) {
            for (Record leg : legs) {
                var units = leg.get(4, BigInteger.class);
                leaves.add(BankLeaf.of(leg.get(1, UUID.class), new Hash32(leg.get(6, byte[].class)), units));
                total = total.add(units);
                currency = leg.get(2, String.class);
                decimals = leg.get(3, Integer.class);
            }
        }
        return leaves.isEmpty() ? Optional.empty() : Optional.of(new BankLegs(currency, decimals, leaves, total));
    }

    /** Writes into the legs where the signed lists of this run hold them. */
    static void place(DSLContext dsl, UUID batchId, int run, int chunkSize) {
        dsl.execute("""
                update payout_legs leg
                set run = ?, chunk_index = place.number / ?, item_index = place.number % ?
                from (select id, (row_number() over (partition by rail, asset order by row_number) - 1)::int as number
                      from payout_legs where batch_id = ? and status = 'PENDING') as place
                where leg.id = place.id
                """, run, chunkSize, chunkSize, batchId);
    }
}
