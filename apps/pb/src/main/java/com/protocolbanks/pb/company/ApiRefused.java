package com.protocolbanks.pb.company;

/** The product did not do what it was asked; the message is one sentence for a person. */
public final class ApiRefused extends RuntimeException {
    private static final long serialVersionUID = 1L;

    public ApiRefused(String message) {
        super(message);
    }
}
