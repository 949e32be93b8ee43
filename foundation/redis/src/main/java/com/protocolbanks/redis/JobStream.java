package com.protocolbanks.redis;

import io.lettuce.core.Consumer;
import io.lettuce.core.RedisCommandExecutionException;
import io.lettuce.core.StreamMessage;
import io.lettuce.core.XAddArgs;
import io.lettuce.core.XAutoClaimArgs;
import io.lettuce.core.XGroupCreateArgs;
import io.lettuce.core.XReadArgs;
import io.lettuce.core.XReadArgs.StreamOffset;
import io.lettuce.core.api.sync.RedisCommands;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;

/**
 * A Redis stream read by one group of workers: each job is handed to one of them, at least once.
 *
 * <p>A job handed out and never finished is handed out again by {@link #claimAbandoned}. Finished jobs leave the stream,
 * so one stream serves exactly one group. After FLUSHALL the stream goes on empty: who added the jobs adds them again.
 */
public final class JobStream implements AutoCloseable {
    /** The longest that {@link #read} may block. */
    public static final Duration MAX_BLOCK = Duration.ofSeconds(20);

    /** Unfinished jobs kept at most; older ones are dropped, as they come back from where they are kept. */
    private static final long MAX_LENGTH = 1_000_000;

    private static final Set<String> GROUP_GONE = Set.of("NOGROUP", "UNBLOCKED");
    private static final RedisScript<Long> FINISH = RedisScript.returningNumber("""
            redis.call('XACK', KEYS[1], ARGV[1], unpack(ARGV, 2))
            return redis.call('XDEL', KEYS[1], unpack(ARGV, 2))""");

    private final RedisConnection redis;
    private final Wire blocking;
    private final String stream;
    private final String group;
    private final String consumer;

    /**
     * @param stream its key, for example {@code payout_jobs}
     * @param group the workers' common name
     * @param consumer this worker's own name, different from every other living worker's
     */
    public JobStream(RedisConnection redis, String stream, String group, String consumer) {
        this.redis = redis;
        this.blocking = redis.wire(MAX_BLOCK.plusSeconds(5));
        this.stream = stream;
        this.group = group;
        this.consumer = consumer;
    }

    /**
     * One job as handed out.
     *
     * @param id its place in the stream, needed to finish it
     */
    public record Job(String id, Map<String, String> fields) {}

    /** Adds a job and answers its place in the stream. */
    public RedisReply<String> add(Map<String, String> fields) {
        return redis.wire().call(commands -> added(commands, fields));
    }

    private String added(RedisCommands<String, String> commands, Map<String, String> fields) {
        var limit = new XAddArgs().maxlen(MAX_LENGTH).approximateTrimming();
        return commands.xadd(stream, limit, fields);
    }

    /** Takes up to {@code max} new jobs, waiting up to {@code block} (0 to {@link #MAX_BLOCK}) for the first. */
    public RedisReply<List<Job>> read(int max, Duration block) {
        if (block.compareTo(MAX_BLOCK) > 0) {
            throw new IllegalArgumentException("may not block longer than " + MAX_BLOCK + ": " + block);
        }
        // BLOCK 0 would mean for ever
        var how = block.isZero()
                ? XReadArgs.Builder.count(max)
                : XReadArgs.Builder.count(max).block(block);
        return blocking.call(
                commands -> withGroup(commands, () -> handedOut(commands, how, StreamOffset.lastConsumed(stream))));
    }

    /** Up to {@code max} jobs that were handed out to this worker and are not finished, the oldest first. */
    public RedisReply<List<Job>> readAgain(int max) {
        return redis.wire()
                .call(commands -> withGroup(
                        commands,
                        () -> handedOut(commands, XReadArgs.Builder.count(max), StreamOffset.from(stream, "0-0"))));
    }

    @SuppressWarnings("unchecked") // the array around one offset is the client's own varargs
    private List<Job> handedOut(RedisCommands<String, String> commands, XReadArgs how, StreamOffset<String> from) {
        return jobs(commands.xreadgroup(Consumer.from(group, consumer), how, from));
    }

    /** Takes over up to {@code max} jobs that were handed out and not finished for {@code idle}. */
    public RedisReply<List<Job>> claimAbandoned(Duration idle, int max) {
        return redis.wire()
                .call(commands -> withGroup(commands, () -> {
                    var how = new XAutoClaimArgs<String>()
                            .consumer(Consumer.from(group, consumer))
                            .minIdleTime(idle)
                            .startId("0-0")
                            .count(max);
                    return jobs(commands.xautoclaim(stream, how).getMessages());
                }));
    }

    /** Finishes jobs: they are never handed out again. Answers how many were still there. */
    public RedisReply<Long> finish(List<Job> jobs) {
        if (jobs.isEmpty()) {
            return new RedisReply.Answered<>(0L);
        }
        var arguments = new ArrayList<String>(jobs.size() + 1);
        arguments.add(group);
        jobs.forEach(job -> arguments.add(job.id()));
        return redis.run(FINISH, List.of(stream), arguments);
    }

    /** Jobs not yet finished, handed out or not. */
    public RedisReply<Long> length() {
        return redis.wire().call(commands -> commands.xlen(stream));
    }

    /** Runs a command of the group, which it makes first where it is missing: at first use and after FLUSHALL. */
    private List<Job> withGroup(RedisCommands<String, String> commands, Supplier<List<Job>> command) {
        try {
            return command.get();
        } catch (RedisCommandExecutionException answer) {
            if (!GROUP_GONE.contains(Wire.code(answer))) {
                throw answer;
            }
        }
        createGroup(commands);
        return command.get();
    }

    private void createGroup(RedisCommands<String, String> commands) {
        try {
            // from the beginning: a job added before the group existed is a job all the same
            commands.xgroupCreate(StreamOffset.from(stream, "0-0"), group, XGroupCreateArgs.Builder.mkstream());
        } catch (RedisCommandExecutionException answer) {
            if (!Wire.code(answer).equals("BUSYGROUP")) {
                throw answer;
            }
        }
    }

    private static List<Job> jobs(List<StreamMessage<String, String>> messages) {
        return messages.stream()
                .filter(message ->
                        message.getBody() != null && !message.getBody().isEmpty())
                .map(message -> new Job(message.getId(), Map.copyOf(message.getBody())))
                .toList();
    }

    /** Ends this reader's own connection; a read that is blocking ends with it. */
    @Override
    public void close() {
        blocking.close();
    }
}
