package com.protocolbanks.billing.keys;

import static com.protocolbanks.database.generated.Tables.SESSION_KEYS;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import java.util.Optional;
import java.util.UUID;

/** Session keys of all organizations, for those who meet a key before they know whose it is: gateway and worker. */
public final class KeyBook {
    private final Database database;

    /** @param database opened with the gateway's or the worker's role; any other sees no key */
    public KeyBook(Database database) {
        this.database = database;
    }

    public Optional<SessionKey> byPublicKey(Address publicKey) {
        return database.acrossOrganizations(dsl -> KeyRows.one(dsl, SESSION_KEYS.PUBLIC_KEY.eq(publicKey.lower())));
    }

    public Optional<SessionKey> byId(UUID id) {
        return database.acrossOrganizations(dsl -> KeyRows.one(dsl, SESSION_KEYS.ID.eq(id)));
    }
}
