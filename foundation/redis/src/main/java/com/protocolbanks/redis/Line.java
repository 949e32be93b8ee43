package com.protocolbanks.redis;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
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

    /** Reads what comes in on the connection. */
    ChannelHandler reader() {
        return new RespReader(this);
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
            channel.writeAndFlush(whole).addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
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
        var _ = channel.close();
        for (var command = sent.poll(); command != null; command = sent.poll()) {
            command.away(reason);
        }
    }

    /**
     * Reads answers of RESP2 (redis.io, "Redis serialization protocol"): texts, whole numbers as {@link Long}, lists, null, and
     * {@link Command.Fault} for errors.
     */
    private static final class RespReader extends ByteToMessageDecoder {
        private static final int DEEPEST = 8;
        private static final int LARGEST = 64 << 20;

        private final Line line;
        private boolean incomplete;

        RespReader(Line line) {
            this.line = line;
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            while (in.isReadable()) {
                int begin = in.readerIndex();
                incomplete = false;
                var answer = next(in, 0);
                if (incomplete) {
                    in.readerIndex(begin);
                    return;
                }
                line.answered(answer);
            }
        }

        /** The next value; null and {@link #incomplete} when it is not here whole. */
        private @Nullable Object next(ByteBuf in, int depth) {
            int end = lineEnd(in);
            if (end < 0) {
                incomplete = true;
                return null;
            }
            byte kind = in.readByte();
            return switch (kind) {
                case '+' -> rest(in, end);
                case '-' -> new Command.Fault(rest(in, end));
                case ':' -> number(in, end);
                case '$' -> text(in, size(in, end));
                case '*' -> list(in, size(in, end), depth);
                default -> throw new CorruptedFrameException("not RESP2: " + kind);
            };
        }

        private @Nullable String text(ByteBuf in, int length) {
            if (length < 0) {
                return null;
            }
            if (in.readableBytes() < length + 2) {
                incomplete = true;
                return null;
            }
            var text = in.toString(in.readerIndex(), length, StandardCharsets.UTF_8);
            in.skipBytes(length + 2);
            return text;
        }

        private @Nullable List<@Nullable Object> list(ByteBuf in, int length, int depth) {
            if (length < 0) {
                return null;
            }
            if (depth == DEEPEST) {
                throw new CorruptedFrameException("lists within lists within lists");
            }
            var list = new ArrayList<@Nullable Object>(Math.min(length, 1 << 12));
            for (int i = 0; i < length && !incomplete; i++) {
                list.add(next(in, depth + 1));
            }
            return list;
        }

        private static int lineEnd(ByteBuf in) {
            int at = in.indexOf(in.readerIndex(), in.writerIndex(), (byte) '\n');
            return at < 0 ? -1 : at - 1;
        }

        private static String rest(ByteBuf in, int end) {
            var text = in.toString(in.readerIndex(), end - in.readerIndex(), StandardCharsets.UTF_8);
            in.readerIndex(end + 2);
            return text;
        }

        private static int size(ByteBuf in, int end) {
            long size = number(in, end);
            if (size < -1 || size > LARGEST) {
                throw new CorruptedFrameException("an answer of " + size);
            }
            return (int) size;
        }

        private static long number(ByteBuf in, int end) {
            boolean negative = in.getByte(in.readerIndex()) == '-';
            long number = 0;
            for (int at = in.readerIndex() + (negative ? 1 : 0); at < end; at++) {
                int digit = in.getByte(at) - '0';
                if (digit < 0 || digit > 9) {
                    throw new CorruptedFrameException("not a number");
                }
                number = Math.addExact(Math.multiplyExact(number, 10L), digit);
            }
            in.readerIndex(end + 2);
            return negative ? -number : number;
        }

        /** What cannot be read cannot be told apart from what follows: the connection ends. */
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            line.end(String.valueOf(cause.getMessage()));
        }
    }
}
