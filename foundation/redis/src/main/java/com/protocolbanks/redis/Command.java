package com.protocolbanks.redis;

import com.protocolbanks.redis.RedisReply.Answered;
import com.protocolbanks.redis.RedisReply.RedisUnavailable;
import io.lettuce.core.RedisCommandExecutionException;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One command on its way through a {@link Lane}: how it is written (RESP2), and who waits for its answer.
 *
 * @param <T> what its answer is read as
 */
final class Command<T> {
    /** An error of the server as it was answered, for whoever reads answers. */
    record Fault(String message) {}

    private final byte[] head;
    private final List<String> keys;
    private final List<String> arguments;
    private final Function<@Nullable Object, T> reader;
    private final CompletableFuture<RedisReply<T>> reply = new CompletableFuture<>();
    private long sentAt;

    private Command(byte[] head, List<String> keys, List<String> arguments, Function<@Nullable Object, T> reader) {
        this.head = head;
        this.keys = keys;
        this.arguments = arguments;
        this.reader = reader;
    }

    /** A script that stands in the server; the reader is handed a {@link Fault} too. */
    static <T> Command<T> loaded(
            RedisScript<?> script, List<String> keys, List<String> arguments, Function<@Nullable Object, T> reader) {
        return new Command<>(script.call(), keys, arguments, reader);
    }

    /** Any words. */
    static <T> Command<T> of(List<String> words, Function<@Nullable Object, T> reader) {
        return new Command<>(new byte[0], List.of(), words, reader);
    }

    CompletableFuture<RedisReply<T>> reply() {
        return reply;
    }

    /** Nanoseconds of the process when it was sent. */
    long sentAt() {
        return sentAt;
    }

    void write(ByteBuf to, long now) {
        sentAt = now;
        to.writeByte('*');
        if (head.length == 0) {
            line(to, arguments.size());
        } else {
            line(to, RedisScript.CALL_WORDS + 1 + keys.size() + arguments.size());
            to.writeBytes(head);
            word(to, Integer.toString(keys.size()));
            for (var key : keys) {
                word(to, key);
            }
        }
        for (var argument : arguments) {
            word(to, argument);
        }
    }

    private static void word(ByteBuf to, String text) {
        to.writeByte('$');
        int length = ByteBufUtil.utf8Bytes(text);
        line(to, length);
        if (length == text.length()) {
            to.writeCharSequence(text, StandardCharsets.US_ASCII);
        } else {
            ByteBufUtil.writeUtf8(to, text);
        }
        to.writeShort('\r' << 8 | '\n');
    }

    private static void line(ByteBuf to, int number) {
        to.writeCharSequence(Integer.toString(number), StandardCharsets.US_ASCII);
        to.writeShort('\r' << 8 | '\n');
    }

    void answered(@Nullable Object answer) {
        try {
            if (answer instanceof Fault(var message) && Wire.isNotNow(message)) {
                away(message);
            } else {
                reply.complete(new Answered<>(reader.apply(answer)));
            }
        } catch (RuntimeException wrong) {
            reply.completeExceptionally(wrong);
        }
    }

    /** It was not sent, or nobody knows whether it ran. */
    void away(String reason) {
        reply.complete(new RedisUnavailable<>(reason));
    }

    boolean isOver() {
        return reply.isDone();
    }

    /** The answer itself; throws what the server said was wrong with the command. */
    static @Nullable Object orThrow(@Nullable Object answer) {
        if (answer instanceof Fault(var message)) {
            throw new RedisCommandExecutionException(message);
        }
        return answer;
    }
}
