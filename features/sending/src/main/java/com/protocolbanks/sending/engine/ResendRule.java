package com.protocolbanks.sending.engine;

import com.protocolbanks.sending.SendingSettings;
import com.protocolbanks.sending.engine.OpenNonce.State;
import com.protocolbanks.sending.engine.OpenNonce.Variant;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Which open nonces of a lane are to be sent now. Decides from stored facts alone. */
final class ResendRule {
    private static final int MOST_DOUBLINGS_UNCLEAR = 6;
    private static final int MOST_DOUBLINGS_TAKEN = 5;

    private final SendingSettings.Pace pace;
    private final boolean keepsGaps;

    ResendRule(SendingSettings.Pace pace, boolean keepsGaps) {
        this.pace = pace;
        this.keepsGaps = keepsGaps;
    }

    /**
     * In the order to send.
     *
     * @param open a lane's open nonces, lowest first
     * @param missingFrom the endpoint has said that it lacks the nonces from here on
     */
    List<OpenNonce> due(List<OpenNonce> open, long missingFrom, Instant now) {
        List<OpenNonce> due = new ArrayList<>();
        for (OpenNonce nonce : open) {
            if (isDue(nonce, missingFrom, now)) {
                due.add(nonce);
            } else if (!keepsGaps && nonce.newest().state() != State.SENT) {
                // what follows would be refused until this one is taken
                break;
            }
        }
        return due;
    }

    private boolean isDue(OpenNonce nonce, long missingFrom, Instant now) {
        Variant newest = nonce.newest();
        if (newest.lastSentAt().isEmpty()) {
            return true;
        }
        long hours = Math.max(0, Duration.between(nonce.boundAt(), now).toHours());
        long sends = nonce.variants().stream().mapToLong(Variant::sends).sum();
        if (sends >= pace.sendsPerHour() * (hours + 1)) {
            return false;
        }
        Duration wait = nonce.key().nonce() >= missingFrom ? pace.retryAfter() : backoff(newest);
        return !now.isBefore(newest.lastSentAt().get().plus(wait));
    }

    private Duration backoff(Variant variant) {
        int earlier = Math.max(0, variant.sends() - 1);
        return variant.state() == State.SENT
                ? pace.resendAfter().multipliedBy(1L << Math.min(earlier, MOST_DOUBLINGS_TAKEN))
                : pace.retryAfter().multipliedBy(1L << Math.min(earlier, MOST_DOUBLINGS_UNCLEAR));
    }
}
