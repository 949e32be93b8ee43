package com.protocolbanks.sending.dialect;

/** What an endpoint's answer to a raw transaction means. None of these says that it was or was not mined. */
public sealed interface Verdict {
    /** The endpoint has it: it took it now, or had it before. */
    record Known() implements Verdict {}

    /** A transaction with this nonce is mined or waits at the endpoint; it may be ours. */
    record NonceUsed() implements Verdict {}

    /** The endpoint lacks earlier nonces, from {@code expected} on, and keeps nothing for later. */
    record EarlierMissing(long expected) implements Verdict {}

    /** What it offers is below what the chain takes now. */
    record FeeTooLow() implements Verdict {}

    /** The account cannot pay for it. */
    record NoFunds() implements Verdict {}

    /** No answer, or one of no known meaning. */
    record Unclear(String words) implements Verdict {}
}
