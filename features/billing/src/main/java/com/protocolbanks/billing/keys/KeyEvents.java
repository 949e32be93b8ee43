package com.protocolbanks.billing.keys;

import static com.protocolbanks.database.generated.Tables.SESSION_KEY_EVENTS;

import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/** The trail of a session key, written in the transaction of what it tells. */
record KeyEvents(DSLContext dsl, Clock clock) {
    enum Type {
        CREATED,
        FROZEN,
        UNFROZEN,
        SETTLE_ASKED
    }

    void append(UUID orgId, UUID keyId, Type type, @Nullable String reason, String actor) {
        dsl.insertInto(SESSION_KEY_EVENTS)
                .set(SESSION_KEY_EVENTS.ORG_ID, orgId)
                .set(SESSION_KEY_EVENTS.KEY_ID, keyId)
                .set(SESSION_KEY_EVENTS.AT, clock.instant().atOffset(ZoneOffset.UTC))
                .set(SESSION_KEY_EVENTS.TYPE, type.name())
                .set(SESSION_KEY_EVENTS.REASON, reason)
                .set(SESSION_KEY_EVENTS.ACTOR, actor)
                .execute();
    }

    List<KeyEvent> of(UUID keyId) {
        return dsl.selectFrom(SESSION_KEY_EVENTS)
                .where(SESSION_KEY_EVENTS.KEY_ID.eq(keyId))
                .orderBy(SESSION_KEY_EVENTS.ID)
                .fetch(row -> new KeyEvent(
                        row.getId(),
                        row.getAt().toInstant(),
                        row.getType(),
                        Optional.ofNullable(row.getReason()),
                        row.getActor()));
    }
}
