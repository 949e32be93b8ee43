package com.protocolbanks.billing.keys;

import java.time.Instant;
import java.util.Optional;

/**
 * Something that happened to a session key.
 *
 * @param type {@code CREATED}, {@code FROZEN}, {@code UNFROZEN}, {@code SETTLE_ASKED} or {@code CLAIMED}
 * @param reason why, where there is one to give
 * @param actor who: a member and their credential, a rule, or the chain
 */
public record KeyEvent(long number, Instant at, String type, Optional<String> reason, String actor) {}
