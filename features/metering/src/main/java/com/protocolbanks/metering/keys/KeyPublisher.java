package com.protocolbanks.metering.keys;

import com.protocolbanks.billing.keys.KeySwitch;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import java.util.ArrayList;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells every gateway at once what has changed about a key: a freeze, a new limit, an earlier end. */
public final class KeyPublisher implements KeySwitch {
    /** The channel on which freezes are told, as {@code key|reason}. */
    public static final String FREEZES = "pb:freeze";

    private static final Logger LOG = LoggerFactory.getLogger(KeyPublisher.class);

    private final RedisConnection redis;

    public KeyPublisher(RedisConnection redis) {
        this.redis = redis;
    }

    @Override
    public boolean publish(SessionKey key) {
        var arguments = new ArrayList<>(KeyFields.of(key));
        arguments.add(key.publicKey().lower());
        var name = ShardKeys.of(key.publicKey()).key(key.publicKey());
        return switch (redis.run(KeyScripts.PUBLISH, List.of(name), arguments)) {
            case Answered<?> _ -> true;
            case RedisUnavailable<?>(var reason) -> {
                LOG.warn("no gateway was told what changed of session key {}: {}", key.id(), reason);
                yield false;
            }
        };
    }
}
