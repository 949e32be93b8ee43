package com.protocolbanks.queue;

import com.protocolbanks.redis.JobStream;
import com.protocolbanks.redis.RedisReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** {@link JobQueue} over a stream of Redis. */
record OverRedis(JobStream stream) implements JobQueue {
    @Override
    public RedisReply<String> add(Map<String, String> fields) {
        return stream.add(fields);
    }

    @Override
    public RedisReply<List<JobStream.Job>> read(int max, Duration block) {
        return stream.read(max, block);
    }

    @Override
    public RedisReply<List<JobStream.Job>> claimAbandoned(Duration idle, int max) {
        return stream.claimAbandoned(idle, max);
    }

    @Override
    public RedisReply<Long> finish(List<JobStream.Job> jobs) {
        return stream.finish(jobs);
    }

    @Override
    public void close() {
        stream.close();
    }
}
