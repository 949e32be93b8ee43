package com.protocolbanks.identity.signin;

import com.protocolbanks.identity.siwe.SiweRefusal;
import java.util.Locale;

/** Why somebody was not let in; the name is stable and goes over the API. */
public enum Refusal {
    MALFORMED,
    WRONG_DOMAIN,
    WRONG_URI,
    WRONG_CHAIN,
    UNKNOWN_NONCE,
    ISSUED_IN_FUTURE,
    EXPIRED,
    NOT_YET_VALID,
    WRONG_SIGNATURE,
    NOT_A_MEMBER,
    LINK_UNKNOWN,
    LINK_USED,
    LINK_EXPIRED,
    /** Redis or the chain could not be asked; trying again can help. */
    UNAVAILABLE;

    static Refusal of(SiweRefusal refusal) {
        return switch (refusal) {
            case WRONG_DOMAIN -> WRONG_DOMAIN;
            case WRONG_URI -> WRONG_URI;
            case WRONG_CHAIN -> WRONG_CHAIN;
            case ISSUED_IN_FUTURE -> ISSUED_IN_FUTURE;
            case EXPIRED -> EXPIRED;
            case NOT_YET_VALID -> NOT_YET_VALID;
        };
    }

    /** One sentence in English. */
    public String words() {
        return switch (this) {
            case MALFORMED -> "The message does not follow EIP-4361.";
            case WRONG_DOMAIN -> "The message was made for another site.";
            case WRONG_URI -> "The message names another address to sign in to.";
            case WRONG_CHAIN -> "The message names another chain; switch the wallet's network.";
            case UNKNOWN_NONCE -> "The message was used before or is too old; sign a new one.";
            case ISSUED_IN_FUTURE -> "The message is dated in the future; check the clock of this device.";
            case EXPIRED -> "The message has expired; sign a new one.";
            case NOT_YET_VALID -> "The message does not count yet.";
            case WRONG_SIGNATURE -> "The signature is not that of the wallet the message names.";
            case NOT_A_MEMBER -> "This wallet belongs to no member; ask an owner of the organization to add it.";
            case LINK_UNKNOWN -> "This link is unknown.";
            case LINK_USED -> "This link was used before; ask for a new one.";
            case LINK_EXPIRED -> "This link has expired; ask for a new one.";
            case UNAVAILABLE -> "Sign-in is not possible at the moment; try again soon.";
        };
    }

    /** The name as the API writes it, such as {@code unknown_nonce}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }
}
