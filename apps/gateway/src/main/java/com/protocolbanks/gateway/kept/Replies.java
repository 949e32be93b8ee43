package com.protocolbanks.gateway.kept;

import com.protocolbanks.evm.Address;
import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.x402.receipts.ReceiptBody;
import java.util.Optional;
import java.util.concurrent.CompletionStage;

/** Keeps answers for a while, for clients that lost one and ask again under the same id. */
public interface Replies {
    /** Keeps an answer, unless it is too large; completes when it is kept or will not be. */
    CompletionStage<Void> keep(Address key, ReceiptBody body, Answer answer);

    CompletionStage<Optional<Answer>> find(Address key, ReceiptBody body);
}
