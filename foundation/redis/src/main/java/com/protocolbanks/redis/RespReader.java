package com.protocolbanks.redis;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.ByteToMessageDecoder;
import io.netty.handler.codec.CorruptedFrameException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Reads answers of RESP2 (redis.io, "Redis serialization protocol"): texts, whole numbers as {@link Long}, lists, null, and
 * {@link Command.Fault} for errors.
 */
final class RespReader extends ByteToMessageDecoder {
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
        switch (kind) {
            case '+' -> {
                return rest(in, end);
            }
            case '-' -> {
                return new Command.Fault(rest(in, end));
            }
            case ':' -> {
                return number(in, end);
            }
            case '$' -> {
                return text(in, size(in, end));
            }
            case '*' -> {
                return list(in, size(in, end), depth);
            }
            default -> throw new CorruptedFrameException("not RESP2: " + kind);
        }
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
