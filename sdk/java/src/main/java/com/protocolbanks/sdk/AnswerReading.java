package com.protocolbanks.sdk;

import com.protocolbanks.sdk.receipts.ReceiptLedger;
import com.protocolbanks.x402.receipts.CoveredBytes;
import com.protocolbanks.x402.session.WindowRequest;
import com.protocolbanks.x402.wire.MalformedPayment;
import com.protocolbanks.x402.wire.PaymentHeaders;
import com.protocolbanks.x402.wire.PaymentResponse;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * The receipt and the signed head in an answer, and what of the answer the receipt covers.
 *
 * @param delivered the body; of server-sent events, what stands before the receipt's comment
 * @param behind of server-sent events, what stands behind the comments of receipt and head; MCP's own answer does
 * @param receipt as written, or null when the answer carries none
 * @param head as written, or null
 * @param gone whether what was paid for is kept no longer: then this is not it
 */
@SuppressWarnings("ArrayRecordComponent") // read once, not compared
record AnswerReading(
        byte[] delivered,
        byte[] behind,
        @Nullable JsonNode receipt,
        @Nullable JsonNode head,
        boolean gone) {
    private static final byte[] NOTHING = new byte[0];
    private static final byte[] COMMENT = "\n: receipt ".getBytes(StandardCharsets.US_ASCII);

    /** Whether the answer says anything of a payment. */
    static boolean isOfPayment(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue(PaymentHeaders.RESPONSE).isPresent()
                || (isEvents(answer) && find(answer.body()) >= 0);
    }

    private static boolean isEvents(HttpResponse<byte[]> answer) {
        return answer.headers().firstValue("content-type").orElse("").startsWith("text/event-stream");
    }

    static AnswerReading of(HttpResponse<byte[]> answer) {
        byte[] body = answer.body();
        boolean gone = answer.headers().firstValue(WindowRequest.ANSWER_GONE).isPresent();
        int comment = isEvents(answer) ? find(body) : -1;
        if (comment >= 0) {
            int from = comment + COMMENT.length;
            int end = from;
            while (end < body.length && body[end] != '\n') {
                end++;
            }
            return new AnswerReading(
                    Arrays.copyOf(body, comment + 1),
                    behind(body, end),
                    json(Arrays.copyOfRange(body, from, end)),
                    null,
                    gone);
        }
        try {
            var settled = PaymentResponse.parse(
                    answer.headers().firstValue(PaymentHeaders.RESPONSE).orElse(""));
            return new AnswerReading(body, NOTHING, settled.receipt(), settled.head(), gone);
        } catch (MalformedPayment _) {
            return new AnswerReading(body, NOTHING, JsonMapper.shared().createObjectNode(), null, gone);
        }
    }

    void show(AgentRequest request, ReceiptLedger ledger) {
        if (receipt != null) {
            ledger.showReceipt(receipt);
        }
        if (head != null) {
            ledger.showHead(head);
        }
        if (!gone) {
            ledger.answered(request.id(), WindowSignature.sha256(request.path().equals("/mcp") ? ofMcp() : delivered));
        }
    }

    /** What a receipt covers of MCP's answers, which carry it in themselves. */
    private byte[] ofMcp() {
        if (behind.length == 0) {
            return CoveredBytes.of(delivered);
        }
        byte[] answer = CoveredBytes.of(behind);
        byte[] whole = Arrays.copyOf(delivered, delivered.length + answer.length);
        System.arraycopy(answer, 0, whole, delivered.length, answer.length);
        return whole;
    }

    /** @param end of the receipt's comment, which like every other is followed by an empty line */
    private static byte[] behind(byte[] body, int end) {
        int from = Math.min(end + 2, body.length);
        while (from < body.length && body[from] == ':') {
            while (from < body.length && body[from] != '\n') {
                from++;
            }
            from = Math.min(from + 2, body.length);
        }
        return Arrays.copyOfRange(body, from, body.length);
    }

    private static JsonNode json(byte[] text) {
        try {
            return JsonMapper.shared().readTree(text);
        } catch (JacksonException _) {
            return JsonMapper.shared().createObjectNode();
        }
    }

    private static int find(byte[] body) {
        for (int at = 0; at + COMMENT.length <= body.length; at++) {
            if (Arrays.equals(body, at, at + COMMENT.length, COMMENT, 0, COMMENT.length)) {
                return at;
            }
        }
        return -1;
    }
}
