package com.protocolbanks.embedded;

import java.util.Arrays;

/** How {@link DevelopmentToken#USDC} fails a payment to a recipient. */
public enum Refusal {
    NONE(0),
    /** Reverts like USDC's blacklist. */
    BLACKLISTED(1),
    RETURNS_FALSE(2),
    /** Burns all gas it is given. */
    BURNS_GAS(3);

    private final int code;

    Refusal(int code) {
        this.code = code;
    }

    /** The contract's number for it. */
    int code() {
        return code;
    }

    /**
     * By the contract's number.
     *
     * @throws IllegalArgumentException for any other
     */
    public static Refusal of(int code) {
        return Arrays.stream(values())
                .filter(one -> one.code == code)
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no such refusal: " + code));
    }
}
