package com.protocolbanks.billing.channels;

import static com.protocolbanks.database.generated.Tables.USAGE_CHANNELS;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.UsageChannelsRecord;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.x402.ChannelConfig;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/** The channels of all session keys, for gateway and worker. */
public final class Channels {
    private final Database database;

    /** @param database opened with the gateway's or the worker's role; any other sees no channel */
    public Channels(Database database) {
        this.database = database;
    }

    public Optional<KnownChannel> find(Hash32 channelId) {
        return database.acrossOrganizations(
                dsl -> dsl.fetchOptional(USAGE_CHANNELS, USAGE_CHANNELS.CHANNEL_ID.eq(channelId.bytes()))
                        .map(Channels::known));
    }

    /** All channels of a key, the oldest first. */
    public List<KnownChannel> ofKey(UUID keyId) {
        return database.acrossOrganizations(dsl -> dsl.selectFrom(USAGE_CHANNELS)
                .where(USAGE_CHANNELS.KEY_ID.eq(keyId))
                .orderBy(USAGE_CHANNELS.CREATED_AT, USAGE_CHANNELS.CHANNEL_ID)
                .fetch(Channels::known));
    }

    /** A row as a channel. */
    public static KnownChannel known(UsageChannelsRecord row) {
        var config = new ChannelConfig(
                Address.of(row.getPayer()),
                Address.of(row.getPayerAuthorizer()),
                Address.of(row.getReceiver()),
                Address.of(row.getReceiverAuthorizer()),
                Address.of(row.getToken()),
                row.getWithdrawDelay(),
                new Hash32(row.getSalt()));
        byte[] signature = row.getVoucherSignature();
        return new KnownChannel(
                new Hash32(row.getChannelId()),
                config,
                row.getOrgId(),
                row.getKeyId(),
                row.getBalance(),
                row.getClaimed(),
                row.getAccepted(),
                signature == null ? new byte[0] : signature,
                row.getSpent(),
                row.getSeq(),
                Optional.ofNullable(row.getWithdrawRequestedAt())
                        .map(OffsetDateTime::toInstant)
                        .orElse(null),
                row.getRefundNonce());
    }
}
