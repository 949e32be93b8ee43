package com.protocolbanks.gateway.upstream;

/** Why there is no answer of the upstream, or not all of it. */
public enum UpstreamFault {
    /** Its name has no address, or it takes no connection. */
    UNREACHABLE,
    /** Its name has an address that may not be called. */
    FORBIDDEN,
    /** All connections that may be open to it are in use, and the queue for them is full. */
    BUSY,
    /** It took too long to begin its answer, or between two parts of it. */
    TIMEOUT,
    /** It ended the connection before its answer's end, or answered what is not HTTP. */
    CUT
}
