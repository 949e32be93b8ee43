package com.protocolbanks.billing.keys;

import static com.protocolbanks.database.generated.Tables.RISK_RULES;
import static com.protocolbanks.database.generated.Tables.SESSION_KEYS;
import static org.jooq.impl.DSL.field;
import static org.jooq.impl.DSL.min;
import static org.jooq.impl.DSL.select;

import com.protocolbanks.evm.Address;
import java.math.BigDecimal;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jooq.Condition;
import org.jooq.DSLContext;
import org.jooq.Field;
import org.jooq.Record;
import org.jooq.SelectFieldOrAsterisk;

/** Session keys as rows. */
final class KeyRows {
    private static final Field<BigDecimal> RATE = field(select(min(RISK_RULES.MOST))
                    .from(RISK_RULES)
                    .where(
                            RISK_RULES.ORG_ID.eq(SESSION_KEYS.ORG_ID),
                            RISK_RULES.KIND.eq("REQUESTS_PER_MINUTE"),
                            RISK_RULES.REMOVED_AT.isNull(),
                            RISK_RULES.KEY_ID.isNull().or(RISK_RULES.KEY_ID.eq(SESSION_KEYS.ID))))
            .as("rate");

    private static final List<SelectFieldOrAsterisk> FIELDS = List.of(
            SESSION_KEYS.ID,
            SESSION_KEYS.ORG_ID,
            SESSION_KEYS.PUBLIC_KEY,
            SESSION_KEYS.TOKEN_SYMBOL,
            SESSION_KEYS.TOKEN,
            SESSION_KEYS.TOKEN_DECIMALS,
            SESSION_KEYS.TOKEN_EIP712_NAME,
            SESSION_KEYS.TOKEN_EIP712_VERSION,
            SESSION_KEYS.LIMIT_AMOUNT,
            SESSION_KEYS.CURRENT_USAGE,
            SESSION_KEYS.EXPIRES_AT,
            SESSION_KEYS.ROUTES,
            SESSION_KEYS.PAYERS,
            SESSION_KEYS.IS_FROZEN,
            SESSION_KEYS.FROZEN_REASON,
            SESSION_KEYS.GENERATION,
            SESSION_KEYS.CREATED_AT,
            RATE);

    private KeyRows() {}

    static Optional<SessionKey> one(DSLContext dsl, Condition condition) {
        return dsl.select(FIELDS).from(SESSION_KEYS).where(condition).fetchOptional(KeyRows::key);
    }

    /** The newest first. */
    static List<SessionKey> all(DSLContext dsl, Condition condition) {
        return dsl.select(FIELDS)
                .from(SESSION_KEYS)
                .where(condition)
                .orderBy(SESSION_KEYS.CREATED_AT.desc(), SESSION_KEYS.ID)
                .fetch(KeyRows::key);
    }

    private static SessionKey key(Record row) {
        var token = new BillingToken(
                row.get(SESSION_KEYS.TOKEN_SYMBOL),
                Address.of(row.get(SESSION_KEYS.TOKEN)),
                row.get(SESSION_KEYS.TOKEN_DECIMALS),
                row.get(SESSION_KEYS.TOKEN_EIP712_NAME),
                row.get(SESSION_KEYS.TOKEN_EIP712_VERSION));
        BigDecimal rate = row.get(RATE);
        return new SessionKey(
                row.get(SESSION_KEYS.ID),
                row.get(SESSION_KEYS.ORG_ID),
                Address.of(row.get(SESSION_KEYS.PUBLIC_KEY)),
                token,
                token.units(row.get(SESSION_KEYS.LIMIT_AMOUNT)),
                token.units(row.get(SESSION_KEYS.CURRENT_USAGE)),
                row.get(SESSION_KEYS.EXPIRES_AT).toInstant(),
                List.of(row.get(SESSION_KEYS.ROUTES)),
                Arrays.stream(row.get(SESSION_KEYS.PAYERS)).map(Address::of).collect(Collectors.toSet()),
                row.get(SESSION_KEYS.IS_FROZEN),
                Optional.ofNullable(row.get(SESSION_KEYS.FROZEN_REASON))
                        .map(FreezeReason::valueOf)
                        .orElse(null),
                row.get(SESSION_KEYS.GENERATION),
                rate == null ? 0 : rate.intValue(),
                row.get(SESSION_KEYS.CREATED_AT).toInstant());
    }
}
