package com.protocolbanks.sending;

import java.util.UUID;

/**
 * What a transaction is for. A nonce belongs to one subject for ever.
 *
 * @param orgId whose it is
 * @param kind the feature's own word, such as {@code payout_chunk}
 * @param id the thing
 * @param part which part of it, such as a chunk's index; may be empty
 */
public record Subject(UUID orgId, String kind, UUID id, String part) {
    public Subject {
        if (kind.isBlank()) {
            throw new IllegalArgumentException("a subject has a kind");
        }
    }
}
