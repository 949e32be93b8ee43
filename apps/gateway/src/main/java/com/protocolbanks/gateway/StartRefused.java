package com.protocolbanks.gateway;

/** The gateway cannot start as it was told to; the message is one sentence for the person who starts it. */
public final class StartRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public StartRefused(String message) {
        super(message);
    }
}
