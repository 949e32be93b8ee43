package com.protocolbanks.redis;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** One connection of a {@link Lane}: commands go out together at the end of the loop's turn, answers come in their order. */
final class Line {
    private static final long PATIENCE_NANOS = Duration.ofSeconds(5).toNanos();
    /** A connection on which nothing is answered for so long is given up. */
    private static final long DEAD_NANOS = Duration.ofSeconds(30).toNanos();

    private static final int BUFFER = 16 * 1024;
    private static final int MANY = 1 << 16;

    private final Channel channel;
    private final Queue<Command<?>> sent = new ArrayDeque<>();
    private @Nullable ByteBuf out;
    private @Nullable String ended;

    Line(Channel channel) {
        this.channel = channel;
    }

    void send(Command<?> command) {
        if (ended != null) {
            command.away(ended);
        } else if (sent.size() >= MANY) {
            command.away("too many commands wait for an answer");
        } else {
            command.write(turn(), System.nanoTime());
            sent.add(command);
        }
    }

    /** What is sent in this turn of the loop. */
    private ByteBuf turn() {
        var begun = out;
        if (begun == null) {
            begun = channel.alloc().directBuffer(BUFFER);
            out = begun;
            channel.eventLoop().execute(this::flush);
        }
        return begun;
    }

    private void flush() {
        var whole = out;
        out = null;
        if (whole != null) {
            channel.writeAndFlush(whole);
        }
    }

    void answered(@Nullable Object answer) {
        var command = sent.poll();
        if (command == null) {
            end("an answer to nothing");
        } else {
            command.answered(answer);
        }
    }

    /** Tells those who have waited too long; what they asked may run all the same. */
    void look(long now) {
        for (var command : sent) {
            long waited = now - command.sentAt();
            if (waited < PATIENCE_NANOS) {
                return;
            }
            if (waited >= DEAD_NANOS) {
                end("Redis does not answer any more");
                return;
            }
            command.away("Redis did not answer in time");
        }
    }

    /** Nobody knows whether what was sent has run. */
    void end(String reason) {
        if (ended != null) {
            return;
        }
        ended = reason;
        if (out != null) {
            out.release();
            out = null;
        }
        channel.close();
        for (var command = sent.poll(); command != null; command = sent.poll()) {
            command.away(reason);
        }
    }
}
