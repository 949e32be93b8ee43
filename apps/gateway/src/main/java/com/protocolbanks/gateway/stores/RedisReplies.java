package com.protocolbanks.gateway.stores;

import com.protocolbanks.evm.Address;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.gateway.kept.Replies;
import com.protocolbanks.metering.store.ShardKeys;
import com.protocolbanks.redis.RedisScript;
import com.protocolbanks.redis.ScriptRunner;
import com.protocolbanks.x402.receipts.ReceiptBody;
import java.time.Duration;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import tools.jackson.databind.json.JsonMapper;

/** Answers kept for an hour, as long as a request's id is known at least. */
public final class RedisReplies implements Replies {
    private static final Duration KEPT = Duration.ofHours(1);
    private static final int LARGEST = 128 * 1024;

    private static final RedisScript<Optional<String>> PUT =
            RedisScript.returningText("return redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[2])['ok']");
    private static final RedisScript<Optional<String>> GET =
            RedisScript.returningText("return redis.call('GET', KEYS[1])");

    private final ScriptRunner redis;

    public RedisReplies(ScriptRunner redis) {
        this.redis = redis;
    }

    @Override
    public CompletionStage<Void> keep(Address key, ReceiptBody body, Answer answer) {
        if (answer.body().length > LARGEST) {
            return CompletableFuture.completedFuture(null);
        }
        var json = JsonMapper.shared().createObjectNode().put("status", answer.status());
        var headers = json.putObject("headers");
        answer.headers().forEach(headers::put);
        json.put("body", Base64.getEncoder().encodeToString(answer.body()));
        return redis.runAsync(PUT, List.of(name(key, body)), List.of(json.toString(), Long.toString(KEPT.toMillis())))
                .thenAccept(_ -> {});
    }

    @Override
    public CompletionStage<Optional<Answer>> find(Address key, ReceiptBody body) {
        return redis.runAsync(GET, List.of(name(key, body)), List.of())
                .thenApply(reply -> reply.orElse(Optional.empty()).map(RedisReplies::answer));
    }

    private static Answer answer(String text) {
        var json = JsonMapper.shared().readTree(text);
        var headers = new HashMap<String, String>();
        json.path("headers")
                .properties()
                .forEach(one -> headers.put(one.getKey(), one.getValue().asString()));
        return new Answer(
                json.path("status").asInt(),
                headers,
                Base64.getDecoder().decode(json.path("body").asString()));
    }

    /** The body's digest is part of the name: an answer is never taken for that to another charge of the same id. */
    private static String name(Address key, ReceiptBody body) {
        return ShardKeys.of(key).reply(body.channelId(), body.requestId()) + ":"
                + body.digest().hex();
    }
}
