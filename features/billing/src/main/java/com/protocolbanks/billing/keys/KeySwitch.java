package com.protocolbanks.billing.keys;

/**
 * Tells the metering store at once what has changed of a key: limit, expiry, frozen.
 *
 * <p>It is called after the change is committed. A freeze that did not arrive is told again by {@link FreezeHerald};
 * anything else is seen when the store loads the key next.
 */
@FunctionalInterface
public interface KeySwitch {
    /** Nobody is told. */
    KeySwitch NONE = _ -> true;

    /** Tells it how the key stands; false when the store did not hear of it. */
    boolean publish(SessionKey key);
}
