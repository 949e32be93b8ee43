package com.protocolbanks.billing.keys;

/**
 * Tells the metering store at once what has changed of a key: limit, expiry, frozen.
 *
 * <p>It is called after the change is committed. Where it fails or is missing the change is seen when the store loads the
 * key next.
 */
@FunctionalInterface
public interface KeySwitch {
    /** Nobody is told. */
    KeySwitch NONE = key -> {};

    void publish(SessionKey key);
}
