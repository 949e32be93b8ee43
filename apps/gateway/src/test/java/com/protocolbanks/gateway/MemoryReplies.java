package com.protocolbanks.gateway;

import com.protocolbanks.gateway.calls.Replies;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.x402.receipts.ReceiptBody;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;

final class MemoryReplies implements Replies {
    private final Map<String, Answer> kept = new ConcurrentHashMap<>();

    @Override
    public CompletionStage<Void> keep(ReceiptBody body, Answer answer) {
        kept.put(body.requestId(), answer);
        return CompletableFuture.completedFuture(null);
    }

    @Override
    public CompletionStage<Optional<Answer>> find(ReceiptBody body) {
        return CompletableFuture.completedFuture(Optional.ofNullable(kept.get(body.requestId())));
    }
}
