package com.protocolbanks.billing.gateways;

import java.util.List;

/**
 * One life of the metering store.
 *
 * @param number from 1, growing
 * @param runId the store's own name for its run ({@code INFO server})
 * @param open whether it may be charged on; until then every gateway replays its log into it
 * @param missing the gateways that have not reported yet and whose logs are needed
 */
public record Epoch(long number, String runId, boolean open, List<String> missing) {
    public Epoch {
        missing = List.copyOf(missing);
    }

    /** What every shard of the epoch's store bears: {@code <number>:<run>}. */
    public String mark() {
        return number + ":" + runId;
    }
}
