package com.protocolbanks.metering.keys;

import com.protocolbanks.billing.channels.ChainChannel;
import com.protocolbanks.billing.channels.ChannelSwitch;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply.Answered;
import java.util.List;

/** Tells every gateway at once what the chain newly says of a channel that it serves. */
public final class ChannelPublisher implements ChannelSwitch {
    private final RedisConnection redis;

    public ChannelPublisher(RedisConnection redis) {
        this.redis = redis;
    }

    @Override
    public boolean publish(Address key, Hash32 channelId, ChainChannel channel) {
        var withdrawal = channel.withdrawRequestedAt();
        var arguments = List.of(
                Long.toString(channel.block()),
                channel.balance().toString(),
                channel.claimed().toString(),
                withdrawal == null ? "0" : Long.toString(withdrawal.getEpochSecond()),
                channel.refundNonce().toString());
        return redis.run(KeyScripts.FOLLOW, List.of(ShardKeys.of(key).channel(channelId)), arguments)
                instanceof Answered<?>;
    }
}
