package com.protocolbanks.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.time.Duration;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Tells other processes that there is something new to read, without saying what.
 *
 * <p>A ring may be lost, doubled or late: whoever waits also looks by itself now and then.
 */
public final class Doorbell implements AutoCloseable {
    private static final String PREFIX = "pb:bell:";

    private final RedisConnection redis;
    private final Map<String, CopyOnWriteArrayList<Bell>> bells = new ConcurrentHashMap<>();
    private final Set<String> subscribed = new HashSet<>();
    private @Nullable StatefulRedisPubSubConnection<String, String> messages;

    public Doorbell(RedisConnection redis) {
        this.redis = redis;
    }

    /** Rings for everyone who waits for the topic now; answers how many processes heard it. */
    public RedisReply<Long> ring(String topic) {
        return redis.wire().call(commands -> commands.publish(PREFIX + topic, ""));
    }

    /** Begins to listen for a topic. */
    public Bell at(String topic) {
        var bell = new Bell(topic);
        bells.computeIfAbsent(topic, _ -> new CopyOnWriteArrayList<>()).add(bell);
        listen(topic);
        return bell;
    }

    /** One listener; used by one thread at a time. */
    public final class Bell implements AutoCloseable {
        private final String topic;
        private final Semaphore rung = new Semaphore(0);

        private Bell(String topic) {
            this.topic = topic;
        }

        /** Waits for a ring since the last wait; false when none came in time. */
        public boolean await(Duration atMost) throws InterruptedException {
            listen(topic);
            var heard = rung.tryAcquire(atMost.toNanos(), TimeUnit.NANOSECONDS);
            rung.drainPermits();
            return heard;
        }

        @Override
        public void close() {
            forget(this);
        }
    }

    /** Subscribes if that has not been possible before; does nothing while Redis is away. */
    private synchronized void listen(String topic) {
        if (subscribed.contains(topic)) {
            return;
        }
        try {
            if (messages == null) {
                messages = redis.connectForMessages();
                messages.addListener(new RedisPubSubAdapter<>() {
                    @Override
                    public void message(String channel, String message) {
                        heard(channel.substring(PREFIX.length()));
                    }
                });
            }
            // Lettuce subscribes again by itself after every reconnect
            messages.sync().subscribe(PREFIX + topic);
            subscribed.add(topic);
        } catch (RedisException _) {
            // the next wait tries again; until then the waiter looks by itself
        }
    }

    private void heard(String topic) {
        var listeners = bells.get(topic);
        if (listeners != null) {
            listeners.forEach(bell -> bell.rung.release());
        }
    }

    private synchronized void forget(Bell bell) {
        var listeners = bells.get(bell.topic);
        if (listeners == null || !listeners.remove(bell) || !listeners.isEmpty()) {
            return;
        }
        bells.remove(bell.topic);
        if (subscribed.remove(bell.topic) && messages != null) {
            // what comes all the same finds nobody who listens
            var _ = messages.async().unsubscribe(PREFIX + bell.topic);
        }
    }

    @Override
    public synchronized void close() {
        if (messages != null) {
            messages.close();
            messages = null;
        }
        subscribed.clear();
    }
}
