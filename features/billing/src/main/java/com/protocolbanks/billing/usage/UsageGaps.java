package com.protocolbanks.billing.usage;

import static com.protocolbanks.database.generated.Tables.USAGE_CHANNELS;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Hash32;
import java.time.Clock;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;

/** Channels with a receipt before which another is missing. */
record UsageGaps(Database database, Clock clock) {
    /** Those where it has been so for longer. */
    List<Hash32> lasting(Duration longer) {
        return database.acrossOrganizations(dsl -> dsl.select(USAGE_CHANNELS.CHANNEL_ID)
                .from(USAGE_CHANNELS)
                .where(USAGE_CHANNELS.GAP_SINCE.lt(clock.instant().minus(longer).atOffset(ZoneOffset.UTC)))
                .orderBy(USAGE_CHANNELS.CHANNEL_ID)
                .fetch(row -> new Hash32(row.value1())));
    }
}
