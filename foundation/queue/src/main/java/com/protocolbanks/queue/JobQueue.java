package com.protocolbanks.queue;

import com.protocolbanks.redis.JobStream;
import com.protocolbanks.redis.RedisReply;
import java.time.Duration;
import java.util.List;
import java.util.Map;

/** What carries announced jobs to workers: each to one of them, at least once, unless it is lost on the way. */
public interface JobQueue extends AutoCloseable {
    /** {@link JobStream#add}. */
    RedisReply<String> add(Map<String, String> fields);

    /** {@link JobStream#read}. */
    RedisReply<List<JobStream.Job>> read(int max, Duration block);

    /** {@link JobStream#claimAbandoned}. */
    RedisReply<List<JobStream.Job>> claimAbandoned(Duration idle, int max);

    /** {@link JobStream#finish}. */
    RedisReply<Long> finish(List<JobStream.Job> jobs);

    @Override
    void close();

    /** Carried by a Redis stream. */
    static JobQueue over(JobStream stream) {
        return new OverRedis(stream);
    }
}
