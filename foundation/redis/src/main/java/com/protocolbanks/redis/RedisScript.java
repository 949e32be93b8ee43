package com.protocolbanks.redis;

import io.lettuce.core.ScriptOutputType;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * A Lua script that Redis runs as one indivisible step, called by its SHA-1 and sent whole only when Redis lacks it.
 *
 * @param <T> what the script returns
 */
public final class RedisScript<T> {
    static final int CALL_WORDS = 2;

    private final String text;
    private final String sha1;
    private final byte[] call;
    private final ScriptOutputType output;
    private final Function<@Nullable Object, T> reader;

    private RedisScript(String text, ScriptOutputType output, Function<@Nullable Object, T> reader) {
        this.text = text;
        this.sha1 = sha1(text);
        this.call = ("$7\r\nEVALSHA\r\n$" + sha1.length() + "\r\n" + sha1 + "\r\n").getBytes(StandardCharsets.US_ASCII);
        this.output = output;
        this.reader = reader;
    }

    /** A script that returns a whole number. */
    public static RedisScript<Long> returningNumber(String text) {
        return new RedisScript<>(text, ScriptOutputType.INTEGER, answer -> {
            if (answer instanceof Long number) {
                return number;
            }
            throw new IllegalStateException("the script did not return a number: " + answer);
        });
    }

    /** A script that returns a string or nil. */
    public static RedisScript<Optional<String>> returningText(String text) {
        return new RedisScript<>(
                text,
                ScriptOutputType.VALUE,
                answer -> Optional.ofNullable(answer).map(Object::toString));
    }

    /** A script that returns a list of strings, whole numbers, nils and lists. */
    @SuppressWarnings("unchecked") // MULTI output is a list by Lettuce's contract
    public static RedisScript<List<@Nullable Object>> returningList(String text) {
        return new RedisScript<>(
                text, ScriptOutputType.MULTI, answer -> answer == null ? List.of() : (List<@Nullable Object>) answer);
    }

    /**
     * A script that returns a list, put together from parts that are resources beside the class.
     *
     * @param parts their names without {@code .lua}, in order
     */
    public static RedisScript<List<@Nullable Object>> returningList(Class<?> beside, String... parts) {
        return returningList(Stream.of(parts).map(part -> text(beside, part)).collect(Collectors.joining("\n")));
    }

    private static String text(Class<?> beside, String part) {
        try (var stream = beside.getResourceAsStream(part + ".lua")) {
            if (stream == null) {
                throw new IllegalArgumentException("no script " + part + " beside " + beside.getName());
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** The same steps as another script, for {@link ScriptRunner#runLoaded} in the server of that run. */
    public RedisScript<T> boundTo(String runId) {
        return new RedisScript<>("-- " + runId + "\n" + text, output, reader);
    }

    String text() {
        return text;
    }

    String sha1() {
        return sha1;
    }

    /** The first {@link #CALL_WORDS} words of a call, as they go over the wire. */
    byte[] call() {
        return call;
    }

    ScriptOutputType output() {
        return output;
    }

    T read(@Nullable Object answer) {
        return reader.apply(answer);
    }

    private static String sha1(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-1").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every JDK has SHA-1", impossible);
        }
    }
}
