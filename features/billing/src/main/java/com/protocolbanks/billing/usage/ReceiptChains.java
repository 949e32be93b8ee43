package com.protocolbanks.billing.usage;

import static com.protocolbanks.database.generated.Tables.USAGE_RECEIPTS;
import static org.jooq.impl.DSL.row;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.UsageReceiptsRecord;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.TreeMap;
import java.util.UUID;
import java.util.function.Consumer;
import org.jooq.DSLContext;
import tools.jackson.databind.json.JsonMapper;

/** Channels' receipts as Postgres has them, for the gateway: whose they are it knows from the session that asks. */
public final class ReceiptChains {
    private static final int PAGE = 5_000;

    private final Database database;

    /** @param database opened with the gateway's role; that of the access layer sees no receipt */
    public ReceiptChains(Database database) {
        this.database = database;
    }

    /** The receipts of a channel behind that seq, in order, at most so many. */
    public List<UsageReceipt> after(Hash32 channelId, long seq, int limit) {
        return database.acrossOrganizations(dsl -> after(dsl, channelId, seq, limit));
    }

    private static List<UsageReceipt> after(DSLContext dsl, Hash32 channelId, long seq, int limit) {
        return dsl.selectFrom(USAGE_RECEIPTS)
                .where(USAGE_RECEIPTS.CHANNEL_ID.eq(channelId.bytes()), USAGE_RECEIPTS.SEQ.gt(seq))
                .orderBy(USAGE_RECEIPTS.SEQ)
                .limit(limit)
                .fetch(ReceiptChains::receipt);
    }

    /**
     * The same with the receipts that lie apart because nobody knew the channel when they were taken from their stream;
     * one that has its place is answered as it stands there.
     */
    public List<UsageReceipt> afterWithApart(Hash32 channelId, long seq, int limit) {
        return database.acrossOrganizations(dsl -> {
            var all = new TreeMap<Long, UsageReceipt>();
            // read first: one that is given its place meanwhile is seen twice, and never not at all
            UsageRejects.receipts(dsl, channelId).stream()
                    .filter(receipt -> receipt.seq() > seq)
                    .forEach(receipt -> all.put(receipt.seq(), receipt));
            after(dsl, channelId, seq, limit).forEach(receipt -> all.put(receipt.seq(), receipt));
            return List.copyOf(all.values());
        });
    }

    /**
     * Hands out the receipts of all channels of a key that were settled at or after that moment, in pages.
     *
     * @param reader is called once for each page
     */
    public void since(UUID keyId, Instant from, Consumer<List<UsageReceipt>> reader) {
        var at = from.atOffset(ZoneOffset.UTC);
        var channel = new byte[0];
        long seq = 0;
        while (true) {
            var behind = row(USAGE_RECEIPTS.AT, USAGE_RECEIPTS.CHANNEL_ID, USAGE_RECEIPTS.SEQ)
                    .gt(at, channel, seq);
            var page = database.acrossOrganizations(dsl -> dsl.selectFrom(USAGE_RECEIPTS)
                    .where(USAGE_RECEIPTS.KEY_ID.eq(keyId), behind)
                    .orderBy(USAGE_RECEIPTS.AT, USAGE_RECEIPTS.CHANNEL_ID, USAGE_RECEIPTS.SEQ)
                    .limit(PAGE)
                    .fetch());
            if (page.isEmpty()) {
                return;
            }
            reader.accept(page.map(ReceiptChains::receipt));
            var last = page.getLast();
            at = last.getAt();
            channel = last.getChannelId();
            seq = last.getSeq();
        }
    }

    private static UsageReceipt receipt(UsageReceiptsRecord row) {
        return new UsageReceipt(
                row.getSeq(),
                row.getSpent(),
                ReceiptJson.body(JsonMapper.shared().readTree(row.getBody().data())));
    }

    /** The fold over the stored receipts that have all before them, up to the one of that seq at most. */
    public ReceiptChain upTo(Hash32 channelId, long seq) {
        ReceiptChain chain = ReceiptChain.beginning(channelId);
        while (chain.seq() < seq) {
            ReceiptChain before = chain;
            var page = database.acrossOrganizations(
                    dsl -> dsl.select(USAGE_RECEIPTS.SEQ, USAGE_RECEIPTS.SPENT, USAGE_RECEIPTS.BODY_DIGEST)
                            .from(USAGE_RECEIPTS)
                            .where(
                                    USAGE_RECEIPTS.CHANNEL_ID.eq(channelId.bytes()),
                                    USAGE_RECEIPTS.SEQ.gt(before.seq()),
                                    USAGE_RECEIPTS.SEQ.le(seq))
                            .orderBy(USAGE_RECEIPTS.SEQ)
                            .limit(PAGE)
                            .fetch());
            for (var row : page) {
                if (row.value1() != chain.seq() + 1) {
                    return chain;
                }
                chain = chain.then(row.value1(), row.value2(), new Hash32(row.value3()));
            }
            if (page.isEmpty()) {
                return chain;
            }
        }
        return chain;
    }
}
