package com.protocolbanks.metering;

import com.protocolbanks.x402.receipts.ReceiptBody;
import java.math.BigInteger;
import java.time.Instant;

/**
 * A request that asks to be admitted.
 *
 * @param deadline when it is settled as the draft says if nothing more was heard of it
 * @param draft its receipt as far as it is known now: {@code held} is the most it can cost, {@code charged} what is due
 *     even if nothing more is heard of it
 */
public record HoldRequest(Ceiling ceiling, Instant deadline, ReceiptBody draft) {
    private static final BigInteger MOST = BigInteger.valueOf(Ceiling.MOST);
    private static final int LONGEST_ID = 128;

    /** @throws IllegalArgumentException for another channel, too great an amount, or an id of other than 1 to 128 visible ASCII characters without {@code |} */
    public HoldRequest {
        if (!draft.channelId().equals(ceiling.channelId())) {
            throw new IllegalArgumentException("the draft is of another channel");
        }
        if (draft.held().compareTo(MOST) > 0) {
            throw new IllegalArgumentException("more than can be metered: " + draft.held());
        }
        String id = draft.requestId();
        if (id.isEmpty() || id.length() > LONGEST_ID || !id.chars().allMatch(HoldRequest::isAllowed)) {
            throw new IllegalArgumentException("not a request id: " + id.length() + " characters");
        }
    }

    private static boolean isAllowed(int letter) {
        return letter > ' ' && letter < 0x7f && letter != '|';
    }

    OpenRequests.Running running() {
        return new OpenRequests.Running(ceiling.key(), draft, deadline);
    }

    /** The most it can cost, in the token's smallest unit. */
    public long amount() {
        return draft.held().longValueExact();
    }
}
