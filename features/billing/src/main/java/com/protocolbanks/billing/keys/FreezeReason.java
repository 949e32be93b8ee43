package com.protocolbanks.billing.keys;

/** Why a key is frozen. */
public enum FreezeReason {
    /** The key is in strange hands: answers on their way are cut, not only new requests refused. */
    STOLEN,
    /** It spent more than its people like. */
    OVERSPEND,
    /** A member's wish, without more being said. */
    MEMBER,
    /** A risk rule of the organization. */
    RULE,
    /** The payer began to withdraw a channel's money on chain. */
    CHAIN
}
