package com.protocolbanks.evm.rpc;

/** What an endpoint said to a raw transaction. None of these proves that it will or will not be mined. */
public sealed interface SendAnswer {
    /** It took the transaction. */
    record Taken() implements SendAnswer {}

    /** It answered with an error, in its own words. */
    record Refused(long code, String message) implements SendAnswer {}

    /** No answer came back, so it may have taken it. */
    record NoAnswer(String reason) implements SendAnswer {}
}
