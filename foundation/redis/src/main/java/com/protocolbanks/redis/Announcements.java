package com.protocolbanks.redis;

import io.lettuce.core.RedisException;
import io.lettuce.core.pubsub.RedisPubSubAdapter;
import io.lettuce.core.pubsub.StatefulRedisPubSubConnection;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Hears what is published on one channel of Redis, over a connection of its own that comes back by itself.
 *
 * <p>What is published while the connection is away is never heard: whoever listens must also see by other means, later.
 */
public final class Announcements implements AutoCloseable {
    private static final long AGAIN_MILLIS = 500;

    private final RedisConnection redis;
    private final String channel;
    private final Consumer<String> listener;
    private final Thread opening;
    private volatile @Nullable StatefulRedisPubSubConnection<String, String> connection;

    private Announcements(RedisConnection redis, String channel, Consumer<String> listener) {
        this.redis = redis;
        this.channel = channel;
        this.listener = listener;
        this.opening = Thread.ofVirtual().name("subscribing to " + channel).unstarted(this::open);
    }

    /**
     * Begins to listen, at once or as soon as Redis is there.
     *
     * @param listener gets each message on a thread of the connection, which it must not hold up
     */
    public static Announcements on(RedisConnection redis, String channel, Consumer<String> listener) {
        var announcements = new Announcements(redis, channel, listener);
        announcements.opening.start();
        return announcements;
    }

    private void open() {
        try {
            while (!isSubscribed()) {
                TimeUnit.MILLISECONDS.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException closing) {
            Thread.currentThread().interrupt();
        }
    }

    private boolean isSubscribed() {
        try {
            var opened = redis.connectForMessages();
            connection = opened;
            opened.addListener(new RedisPubSubAdapter<>() {
                @Override
                public void message(String from, String message) {
                    listener.accept(message);
                }
            });
            // Lettuce subscribes again by itself after every reconnect
            opened.sync().subscribe(channel);
            return true;
        } catch (RedisException notYet) {
            end();
            return false;
        }
    }

    private void end() {
        var opened = connection;
        if (opened != null) {
            opened.close();
            connection = null;
        }
    }

    @Override
    public void close() {
        opening.interrupt();
        try {
            opening.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        end();
    }
}
