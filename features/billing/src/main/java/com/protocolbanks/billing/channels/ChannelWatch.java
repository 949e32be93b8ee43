package com.protocolbanks.billing.channels;

import static com.protocolbanks.database.generated.Tables.SESSION_KEYS;
import static com.protocolbanks.database.generated.Tables.USAGE_CHANNELS;

import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.billing.keys.SessionKeys;
import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.abi.EventLog;
import com.protocolbanks.evm.rpc.ChainClient;
import com.protocolbanks.evm.rpc.LogFilter;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Follows the settlement contract: what it reports of a known channel is read anew, written down, and told to the metering
 * store. So a deposit that the payer made by itself can be spent, and one that it took back cannot. A payer that begins to
 * withdraw has its key frozen, and what it used becomes due.
 *
 * <p>An event only says where to look. The first round looks at every channel that is not settled or may still be spent.
 */
public final class ChannelWatch {
    private static final Logger LOG = LoggerFactory.getLogger(ChannelWatch.class);
    /** What every endpoint serves at once. */
    private static final long MOST_BLOCKS = 1_000;

    private final Database database;
    private final ChainClient chain;
    private final Address contract;
    private final ChannelReader reader;
    private final SessionKeys keys;
    private final ChannelSwitch channelSwitch;
    /** What the store could not be told. */
    private final Set<Hash32> untold = new HashSet<>();

    private long lookedUpTo;

    /** @param database opened with the worker's role */
    public ChannelWatch(
            Database database, ChainClient chain, Address contract, SessionKeys keys, ChannelSwitch channelSwitch) {
        this.database = database;
        this.chain = chain;
        this.contract = contract;
        this.reader = new ChannelReader(chain, contract);
        this.keys = keys;
        this.channelSwitch = channelSwitch;
    }

    /**
     * Looks at what happened since the last round.
     *
     * @throws com.protocolbanks.evm.rpc.ChainUnavailable while the chain is away; the next round goes on from here
     */
    public synchronized void round() {
        long newest = chain.blockNumber();
        if (lookedUpTo == 0) {
            look(open(), newest);
            lookedUpTo = newest;
        }
        look(Set.copyOf(untold), newest);
        look(neverRead(), newest);
        while (lookedUpTo < newest) {
            long to = Math.min(newest, lookedUpTo + MOST_BLOCKS);
            look(known(touched(lookedUpTo + 1, to)), newest);
            lookedUpTo = to;
        }
    }

    private Set<Hash32> touched(long from, long to) {
        var channels = new HashSet<Hash32>();
        for (EventLog log : chain.logs(new LogFilter(from, to, List.of(contract), List.of()))) {
            if (log.topics().size() > 1) {
                channels.add(log.topics().get(1));
            }
        }
        return channels;
    }

    private Set<Hash32> open() {
        return database.acrossOrganizations(dsl -> dsl.select(USAGE_CHANNELS.CHANNEL_ID)
                .from(USAGE_CHANNELS)
                .join(SESSION_KEYS)
                .on(SESSION_KEYS.ID.eq(USAGE_CHANNELS.KEY_ID))
                .where(USAGE_CHANNELS
                        .ACCEPTED
                        .gt(USAGE_CHANNELS.CLAIMED)
                        .or(USAGE_CHANNELS.BALANCE.gt(USAGE_CHANNELS.CLAIMED))
                        .or(SESSION_KEYS.CURRENT_USAGE.lt(SESSION_KEYS.LIMIT_AMOUNT)))
                .fetchSet(row -> new Hash32(row.value1())));
    }

    /** Channels that became known after what was reported of them. */
    private Set<Hash32> neverRead() {
        return database.acrossOrganizations(dsl -> dsl.select(USAGE_CHANNELS.CHANNEL_ID)
                .from(USAGE_CHANNELS)
                .where(USAGE_CHANNELS.CHAIN_BLOCK.eq(0L))
                .fetchSet(row -> new Hash32(row.value1())));
    }

    private Set<Hash32> known(Collection<Hash32> channels) {
        return database.acrossOrganizations(dsl -> dsl.select(USAGE_CHANNELS.CHANNEL_ID)
                .from(USAGE_CHANNELS)
                .where(USAGE_CHANNELS.CHANNEL_ID.in(
                        channels.stream().map(Hash32::bytes).toList()))
                .fetchSet(row -> new Hash32(row.value1())));
    }

    private void look(Set<Hash32> channels, long block) {
        if (channels.isEmpty()) {
            return;
        }
        Map<Hash32, ChainChannel> read = reader.read(channels, block);
        List<Seen> seen = database.acrossOrganizations(dsl -> {
            new ChainRows(dsl).store(read);
            return dsl.select(
                            USAGE_CHANNELS.ORG_ID,
                            USAGE_CHANNELS.KEY_ID,
                            USAGE_CHANNELS.CHANNEL_ID,
                            USAGE_CHANNELS.PAYER_AUTHORIZER,
                            USAGE_CHANNELS.WITHDRAW_REQUESTED_AT)
                    .from(USAGE_CHANNELS)
                    .where(USAGE_CHANNELS.CHANNEL_ID.in(
                            channels.stream().map(Hash32::bytes).toList()))
                    .fetch(row -> new Seen(
                            row.value1(),
                            row.value2(),
                            new Hash32(row.value3()),
                            Address.of(row.value4()),
                            row.value5() != null));
        });
        for (Seen one : seen) {
            if (one.withdraws()) {
                LOG.info("the payer of channel {} withdraws: its key is frozen and its usage claimed", one.channel());
                keys.freeze(one.orgId(), one.keyId(), FreezeReason.CHAIN, "chain:" + one.channel());
            }
            tell(one, Objects.requireNonNull(read.get(one.channel())));
        }
    }

    private void tell(Seen one, ChainChannel read) {
        if (channelSwitch.publish(one.key(), one.channel(), read)) {
            untold.remove(one.channel());
        } else {
            untold.add(one.channel());
        }
    }

    private record Seen(UUID orgId, UUID keyId, Hash32 channel, Address key, boolean withdraws) {}
}
