package com.protocolbanks.metering.running;

import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.gateways.Gateways.Leftover;
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
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What of the log Postgres has made unnecessary: files that may go, and what is left when the gateway ends. */
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
            case Entry.Charged charged -> charged.receipt().body().at().isBefore(remembered) && isKept(known, charged);
            case Entry.Promised promised -> isKept(known, promised);
            // settled or given up by then
            case Entry.Due due -> due.body().at().isBefore(remembered);
        });
    }

    /**
     * How far the log goes in each channel in which Postgres does not go that far.
     *
     * @throws RuntimeException while Postgres is away
     */
    List<Leftover> leftovers() {
        var known = new HashMap<Address, Optional<Kept>>();
        var left = new HashMap<Hash32, Leftover>();
        log.replay(entry -> {
            switch (entry) {
                case Entry.Charged charged
                when !isKept(known, charged) ->
                    merge(
                            left,
                            new Leftover(
                                    charged.receipt().body().channelId(),
                                    charged.receipt().seq(),
                                    BigInteger.ZERO));
                case Entry.Promised promised
                when !isKept(known, promised) ->
                    merge(left, new Leftover(channelId(promised), 0, BigInteger.valueOf(promised.amount())));
                case Entry.Charged _, Entry.Promised _, Entry.Due _ -> {}
            }
        });
        return List.copyOf(left.values());
    }

    private static void merge(Map<Hash32, Leftover> left, Leftover one) {
        left.merge(
                one.channelId(),
                one,
                (a, b) -> new Leftover(
                        a.channelId(), Math.max(a.seq(), b.seq()), a.accepted().max(b.accepted())));
    }

    private boolean isKept(Map<Address, Optional<Kept>> known, Entry.Charged charged) {
        var receipt = charged.receipt();
        return channel(known, charged.key(), receipt.body().channelId())
                .filter(channel -> channel.seq() >= receipt.seq())
                .isPresent();
    }

    private boolean isKept(Map<Address, Optional<Kept>> known, Entry.Promised promised) {
        return channel(known, promised.key(), channelId(promised))
                .filter(channel -> channel.accepted().compareTo(BigInteger.valueOf(promised.amount())) >= 0)
                .isPresent();
    }

    private Hash32 channelId(Entry.Promised promised) {
        return sources.domain().channelId(promised.proof().config());
    }

    private Optional<KnownChannel> channel(Map<Address, Optional<Kept>> known, Address key, Hash32 channelId) {
        return known.computeIfAbsent(key, sources.keys()::find).stream()
                .flatMap(kept -> kept.channels().stream())
                .filter(channel -> channel.channelId().equals(channelId))
                .findFirst();
    }
}
