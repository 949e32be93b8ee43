package com.protocolbanks.metering.keys;

import com.protocolbanks.billing.keys.FreezeReason;
import com.protocolbanks.evm.Address;
import com.protocolbanks.redis.Announcements;
import com.protocolbanks.redis.RedisConnection;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Hears at once that a session key was frozen as stolen. A message may be missed while Redis is away: then the next noted
 * progress of a request says that it must end.
 */
public final class StolenKeys implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(StolenKeys.class);

    private final Announcements announcements;

    private StolenKeys(RedisConnection redis, Consumer<Address> listener) {
        this.announcements = Announcements.on(redis, KeyPublisher.FREEZES, message -> hear(message, listener));
    }

    /**
     * Listens from now on.
     *
     * @param listener gets each such key on a thread which it must not hold up
     */
    public static StolenKeys heardOver(RedisConnection redis, Consumer<Address> listener) {
        return new StolenKeys(redis, listener);
    }

    private static void hear(String message, Consumer<Address> listener) {
        var parts = message.split("\\|", 2);
        if (parts.length < 2 || !parts[1].equals(FreezeReason.STOLEN.name())) {
            return;
        }
        try {
            listener.accept(Address.of(parts[0]));
        } catch (IllegalArgumentException e) {
            LOG.warn("a freeze that was told names no key: {}", message);
        }
    }

    @Override
    public void close() {
        announcements.close();
    }
}
