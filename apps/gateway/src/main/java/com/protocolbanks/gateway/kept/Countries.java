package com.protocolbanks.gateway.kept;

import com.protocolbanks.evm.Address;
import com.protocolbanks.gateway.http.Request;

/** Notes from which countries session keys are used. */
@FunctionalInterface
public interface Countries {
    /** Returns at once. */
    void see(Address key, Request request);
}
