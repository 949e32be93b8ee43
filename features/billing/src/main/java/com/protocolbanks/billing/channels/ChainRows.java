package com.protocolbanks.billing.channels;

import static com.protocolbanks.database.generated.Tables.USAGE_CHANNELS;
import static org.jooq.impl.DSL.when;

import com.protocolbanks.evm.Hash32;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Map;
import java.util.TreeMap;
import org.jooq.DSLContext;

/** Writes down what the chain says of channels; what was read at a lower height than before is passed over. */
public record ChainRows(DSLContext dsl) {
    /** In one order for all, so that two workers never wait for each other. */
    public void store(Map<Hash32, ChainChannel> read) {
        new TreeMap<>(read).forEach(this::store);
    }

    private void store(Hash32 channel, ChainChannel read) {
        OffsetDateTime withdraw = read.withdrawRequestedAt() == null
                ? null
                : read.withdrawRequestedAt().atOffset(ZoneOffset.UTC);
        dsl.update(USAGE_CHANNELS)
                .set(USAGE_CHANNELS.BALANCE, read.balance())
                .set(USAGE_CHANNELS.CLAIMED, read.claimed())
                .set(USAGE_CHANNELS.REFUND_NONCE, read.refundNonce())
                .set(USAGE_CHANNELS.WITHDRAW_REQUESTED_AT, withdraw)
                .set(USAGE_CHANNELS.CHAIN_BLOCK, read.block())
                .set(
                        USAGE_CHANNELS.UNCLAIMED_SINCE,
                        when(USAGE_CHANNELS.SPENT.gt(read.claimed()), USAGE_CHANNELS.UNCLAIMED_SINCE))
                .where(USAGE_CHANNELS.CHANNEL_ID.eq(channel.bytes()), USAGE_CHANNELS.CHAIN_BLOCK.le(read.block()))
                .execute();
    }
}
