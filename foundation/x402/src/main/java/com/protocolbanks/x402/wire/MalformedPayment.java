package com.protocolbanks.x402.wire;

/** A message is not what its specification says; {@link #code} stays the same over releases, the message is for people. */
public final class MalformedPayment extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final String code;

    MalformedPayment(String code, String message) {
        super(message, null, false, false);
        this.code = code;
    }

    /** One of {@link PaymentErrors}. */
    public String code() {
        return code;
    }
}
