package com.protocolbanks.metering;

import java.util.Optional;

/** Whether what Redis holds is known to be whole. */
public interface Epoch {

    /** The mark that every shard of a whole store bears; empty while it is being rebuilt. */
    Optional<String> mark();

    /** Told when the store was seen without its mark. */
    void doubt();
}
