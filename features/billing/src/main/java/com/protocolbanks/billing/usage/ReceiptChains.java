package com.protocolbanks.billing.usage;

import static com.protocolbanks.database.generated.Tables.USAGE_RECEIPTS;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.receipts.ReceiptChain;
import com.protocolbanks.x402.receipts.ReceiptJson;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.util.List;
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
        return database.acrossOrganizations(dsl -> dsl.selectFrom(USAGE_RECEIPTS)
                .where(USAGE_RECEIPTS.CHANNEL_ID.eq(channelId.bytes()), USAGE_RECEIPTS.SEQ.gt(seq))
                .orderBy(USAGE_RECEIPTS.SEQ)
                .limit(limit)
                .fetch(row -> new UsageReceipt(
                        row.getSeq(),
                        row.getSpent(),
                        ReceiptJson.body(
                                JsonMapper.shared().readTree(row.getBody().data())))));
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
