package com.protocolbanks.worker;

import com.protocolbanks.billing.BillingDeployment;
import com.protocolbanks.billing.Rounds;
import com.protocolbanks.billing.usage.UsageSync;
import com.protocolbanks.database.Database;
import com.protocolbanks.redis.RedisConnection;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;

/** Billing's part of the worker: takes metered usage over. */
record WorkerBilling(WorkerConfig.Billing config, BillingDeployment deployment, String owner) {
    private static final Duration ABANDONED = Duration.ofMinutes(3);

    /** Begins; what it answers ends in the reverse order, each with a last round. */
    AutoCloseable start(Database database, RedisConnection redis, Clock clock) {
        Deque<AutoCloseable> parts = new ArrayDeque<>();
        var sync = new UsageSync(database, redis, deployment.domain(), clock, new UsageSync.Settings(owner, ABANDONED));
        parts.push(sync);
        parts.push(Rounds.start("usage sync", config.syncEvery(), sync::round));
        return () -> {
            while (!parts.isEmpty()) {
                parts.pop().close();
            }
        };
    }
}
