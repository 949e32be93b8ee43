package com.protocolbanks.billing.risk;

import static com.protocolbanks.database.generated.Tables.SESSION_KEYS;
import static com.protocolbanks.database.generated.Tables.SESSION_KEY_COUNTRIES;
import static org.jooq.impl.DSL.select;
import static org.jooq.impl.DSL.val;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import java.time.Clock;
import java.time.ZoneOffset;

/** From which countries session keys are used. */
public final class KeyCountries {
    private final Database database;
    private final Clock clock;

    /** @param database opened with the gateway's role */
    public KeyCountries(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /**
     * Notes that the key was used from there; a second time changes nothing, and a key that nobody knows has no countries.
     *
     * @param country two capital letters or digits, as in ISO 3166-1
     */
    public void note(Address publicKey, String country) {
        database.acrossOrganizations(dsl -> dsl.insertInto(
                        SESSION_KEY_COUNTRIES,
                        SESSION_KEY_COUNTRIES.ORG_ID,
                        SESSION_KEY_COUNTRIES.KEY_ID,
                        SESSION_KEY_COUNTRIES.COUNTRY,
                        SESSION_KEY_COUNTRIES.FIRST_AT)
                .select(select(
                                SESSION_KEYS.ORG_ID,
                                SESSION_KEYS.ID,
                                val(country),
                                val(clock.instant().atOffset(ZoneOffset.UTC)))
                        .from(SESSION_KEYS)
                        .where(SESSION_KEYS.PUBLIC_KEY.eq(publicKey.lower())))
                .onConflictDoNothing()
                .execute());
    }
}
