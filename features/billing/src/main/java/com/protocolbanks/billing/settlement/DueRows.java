package com.protocolbanks.billing.settlement;

import static com.protocolbanks.database.generated.Tables.SESSION_KEYS;
import static com.protocolbanks.database.generated.Tables.SETTLEMENT_CLAIMS;
import static com.protocolbanks.database.generated.Tables.USAGE_CHANNELS;
import static org.jooq.impl.DSL.falseCondition;
import static org.jooq.impl.DSL.inline;
import static org.jooq.impl.DSL.least;
import static org.jooq.impl.DSL.notExists;
import static org.jooq.impl.DSL.power;
import static org.jooq.impl.DSL.selectOne;
import static org.jooq.impl.DSL.val;
import static org.jooq.impl.DSL.when;

import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.evm.Address;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.impl.SQLDataType;

/**
 * Finds what is due.
 *
 * @param authorizer whose signature claims; channels of another are not ours to claim
 * @param ending whether everything but dust is due, because the worker ends
 */
record DueRows(SettlementSettings settings, Address authorizer, Instant now, boolean ending) {
    private static final int AT_ONCE = 500;

    record Due(KnownChannel channel, SettleReason reason) {}

    List<Due> all(DSLContext dsl) {
        Field<String> reason = reason().as("reason");
        return dsl.select(USAGE_CHANNELS.fields())
                .select(reason)
                .from(USAGE_CHANNELS)
                .join(SESSION_KEYS)
                .on(SESSION_KEYS.ID.eq(USAGE_CHANNELS.KEY_ID))
                .where(
                        least(USAGE_CHANNELS.SPENT, USAGE_CHANNELS.ACCEPTED).gt(USAGE_CHANNELS.CLAIMED),
                        USAGE_CHANNELS.VOUCHER_SIGNATURE.isNotNull(),
                        // once the chain was asked, what no deposit covers is not asked for again
                        USAGE_CHANNELS.CHAIN_BLOCK.eq(0L).or(USAGE_CHANNELS.BALANCE.gt(USAGE_CHANNELS.CLAIMED)),
                        USAGE_CHANNELS.RECEIVER_AUTHORIZER.eq(authorizer.lower()),
                        isFree(),
                        reason().isNotNull())
                .orderBy(USAGE_CHANNELS.WITHDRAW_REQUESTED_AT.asc().nullsLast(), USAGE_CHANNELS.UNCLAIMED_SINCE)
                .limit(AT_ONCE)
                .fetch(row -> new Due(Channels.known(row.into(USAGE_CHANNELS)), SettleReason.valueOf(row.get(reason))));
    }

    /** Neither under way nor refused a short while ago. */
    private Condition isFree() {
        return notExists(selectOne()
                .from(SETTLEMENT_CLAIMS)
                .where(
                        SETTLEMENT_CLAIMS.CHANNEL_ID.eq(USAGE_CHANNELS.CHANNEL_ID),
                        SETTLEMENT_CLAIMS
                                .STATE
                                .eq("OPEN")
                                .or(SETTLEMENT_CLAIMS
                                        .STATE
                                        .eq("FAILED")
                                        .and(SETTLEMENT_CLAIMS.FINISHED_AT.gt(now.minus(settings.failedPause())
                                                .atOffset(ZoneOffset.UTC))))));
    }

    private Field<String> reason() {
        Field<BigDecimal> decimals = SESSION_KEYS.TOKEN_DECIMALS.cast(SQLDataType.NUMERIC);
        Field<BigDecimal> one = power(inline(BigDecimal.TEN), decimals).cast(SQLDataType.NUMERIC);
        Field<BigDecimal> threshold = val(settings.threshold()).mul(one);
        Field<BigDecimal> unclaimed =
                USAGE_CHANNELS.SPENT.sub(USAGE_CHANNELS.CLAIMED).cast(SQLDataType.NUMERIC);
        var asOf = now.atOffset(ZoneOffset.UTC);
        return when(USAGE_CHANNELS.WITHDRAW_REQUESTED_AT.isNotNull(), name(SettleReason.WITHDRAWAL))
                .when(SESSION_KEYS.SETTLE_ASKED_AT.isNotNull(), name(SettleReason.ASKED))
                .when(SESSION_KEYS.IS_FROZEN, name(SettleReason.FROZEN))
                .when(SESSION_KEYS.EXPIRES_AT.le(asOf), name(SettleReason.EXPIRED))
                .when(
                        SESSION_KEYS
                                .CURRENT_USAGE
                                .ge(SESSION_KEYS.LIMIT_AMOUNT)
                                .or(USAGE_CHANNELS
                                        .BALANCE
                                        .gt(inline(BigInteger.ZERO))
                                        .and(USAGE_CHANNELS.SPENT.ge(USAGE_CHANNELS.BALANCE))),
                        name(SettleReason.CEILING))
                .when(unclaimed.ge(threshold), name(SettleReason.THRESHOLD))
                .when(
                        USAGE_CHANNELS.UNCLAIMED_SINCE.le(
                                now.minus(settings.age()).atOffset(ZoneOffset.UTC)),
                        name(SettleReason.AGE))
                .when(
                        ending ? unclaimed.ge(val(settings.dust()).mul(one)) : falseCondition(),
                        name(SettleReason.SHUTDOWN));
    }

    private static Field<String> name(SettleReason reason) {
        return inline(reason.name());
    }
}
