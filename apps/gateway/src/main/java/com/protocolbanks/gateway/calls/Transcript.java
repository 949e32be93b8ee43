package com.protocolbanks.gateway.calls;

import com.protocolbanks.gateway.http.Answer;
import com.protocolbanks.x402.receipts.UsageReceipt;
import java.io.ByteArrayOutputStream;
import java.util.Map;

/** A stream as it was sent, for a client that loses it and asks again; given up when it grows too long. */
final class Transcript {
    private static final int LONGEST = 128 * 1024;

    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private boolean tooLong;

    void add(byte[] part) {
        tooLong = tooLong || bytes.size() + part.length > LONGEST;
        if (!tooLong) {
            bytes.writeBytes(part);
        }
    }

    /** Keeps it, if the client named its request and so can ask for it again. */
    void keep(PaidCall call, UsageReceipt receipt, Map<String, String> headers) {
        var admitted = call.bill().admitted();
        if (!tooLong && admitted.named()) {
            call.desk()
                    .replies()
                    .keep(admitted.ceiling().key(), receipt.body(), new Answer(200, headers, bytes.toByteArray()));
        }
    }
}
