package com.protocolbanks.billing.keys;

import static com.protocolbanks.database.generated.Tables.SESSION_KEYS;

import com.protocolbanks.database.Database;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.UUID;
import org.jooq.Record2;

/**
 * Tells the metering store of every freeze, and of every end of one, until it has heard: who froze a key while the store
 * was away, or ended before it was told, need not do so again.
 */
public final class FreezeHerald {
    private final Database database;
    private final KeySwitch keySwitch;
    private final Clock clock;
    /** The generation of each key that the store has heard of from here. */
    private final Map<UUID, Long> told = new HashMap<>();

    /** @param database opened with the worker's role */
    public FreezeHerald(Database database, KeySwitch keySwitch, Clock clock) {
        this.database = database;
        this.keySwitch = keySwitch;
        this.clock = clock;
    }

    /** Tells what is new; the first time, of every key that was ever frozen and has not expired. */
    public synchronized void round() {
        Map<UUID, Long> now = switched();
        told.keySet().retainAll(now.keySet());
        var keys = new KeyBook(database);
        for (var one : now.entrySet()) {
            if (!one.getValue().equals(told.get(one.getKey()))) {
                var key = keys.byId(one.getKey()).orElseThrow();
                if (!keySwitch.publish(key)) {
                    return;
                }
                told.put(key.id(), key.generation());
            }
        }
    }

    private Map<UUID, Long> switched() {
        return database.acrossOrganizations(dsl -> dsl.select(SESSION_KEYS.ID, SESSION_KEYS.GENERATION)
                .from(SESSION_KEYS)
                .where(
                        SESSION_KEYS.GENERATION.gt(0L),
                        SESSION_KEYS.EXPIRES_AT.gt(clock.instant().atOffset(ZoneOffset.UTC)))
                .fetchMap(Record2::value1, Record2::value2));
    }
}
