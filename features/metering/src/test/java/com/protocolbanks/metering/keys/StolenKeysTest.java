package com.protocolbanks.metering.keys;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.LocalRedis;
import com.protocolbanks.evm.Address;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.redis.RedisConnection;
import com.protocolbanks.redis.RedisScript;
import java.nio.file.Path;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StolenKeysTest {
    private static final RedisScript<Long> TELL =
            RedisScript.returningNumber("return redis.call('PUBLISH', ARGV[1], ARGV[2])");
    private static final Address FIRST = Address.of("0x00000000000000000000000000000000000000c1");
    private static final Address SECOND = Address.of("0x00000000000000000000000000000000000000c2");

    @TempDir
    Path folder;

    @Test
    void isHeardAlsoAfterRedisWasAway() throws InterruptedException {
        Queue<Address> heard = new ConcurrentLinkedQueue<>();
        try (var server = LocalRedis.forgetting(folder);
                var redis = RedisConnection.open(server.url());
                var _ = StolenKeys.heardOver(redis, heard::add)) {
            untilHeard(redis, FIRST, heard);
            tell(redis, SECOND.lower() + "|MEMBER");
            tell(redis, "nonsense|STOLEN");
            tell(redis, "nonsense");

            server.crash();
            untilHeard(redis, SECOND, heard);

            assertThat(heard).contains(FIRST, SECOND).last().isEqualTo(SECOND);
        }
    }

    /** Told again and again: nobody knows when the subscription stands. */
    private static void untilHeard(RedisConnection redis, Address key, Queue<Address> heard) {
        Eventually.isTrue("heard of " + key, () -> {
            tell(redis, key.lower() + "|STOLEN");
            return heard.contains(key);
        });
    }

    private static void tell(RedisConnection redis, String message) {
        redis.run(TELL, List.of(), List.of(KeyPublisher.FREEZES, message));
    }
}
