package com.protocolbanks.metering.running;

import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.Journal.Entry;
import com.protocolbanks.metering.keys.KeySource.Kept;
import com.protocolbanks.metering.keys.Sources;
import com.protocolbanks.metering.log.UsageLog;
import com.protocolbanks.metering.store.ShardKeys;
import java.math.BigInteger;
import java.time.Clock;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Removes files of the log that Postgres has made unnecessary. */
final class LogTrim {
    private final UsageLog log;
    private final Sources sources;
    private final Clock clock;

    LogTrim(UsageLog log, Sources sources, Clock clock) {
        this.log = log;
        this.sources = sources;
        this.clock = clock;
    }

    /** @throws RuntimeException while Postgres is away */
    int trim() {
        var known = new HashMap<Address, Optional<Kept>>();
        var remembered = clock.instant().minusSeconds(2 * ShardKeys.REMEMBERED);
        return log.trim(entry -> switch (entry) {
            case Entry.Charged(var key, var receipt) ->
                receipt.body().at().isBefore(remembered)
                        && channel(known, key, receipt.body().channelId())
                                .filter(channel -> channel.seq() >= receipt.seq())
                                .isPresent();
            case Entry.Promised(var key, var amount, var proof) ->
                channel(known, key, sources.domain().channelId(proof.config()))
                        .filter(channel -> channel.accepted().compareTo(BigInteger.valueOf(amount)) >= 0)
                        .isPresent();
            // settled or given up by then
            case Entry.Due due -> due.body().at().isBefore(remembered);
        });
    }

    private Optional<KnownChannel> channel(Map<Address, Optional<Kept>> known, Address key, Hash32 channelId) {
        return known.computeIfAbsent(key, sources.keys()::find).stream()
                .flatMap(kept -> kept.channels().stream())
                .filter(channel -> channel.channelId().equals(channelId))
                .findFirst();
    }
}
