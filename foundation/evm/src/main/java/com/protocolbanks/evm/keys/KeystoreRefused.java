package com.protocolbanks.evm.keys;

/** A key file that cannot be opened: the password is wrong, or the file is none. */
public final class KeystoreRefused extends RuntimeException {
    private static final long serialVersionUID = 1;

    KeystoreRefused(String message) {
        super(message);
    }

    KeystoreRefused(String message, Throwable cause) {
        super(message, cause);
    }
}
