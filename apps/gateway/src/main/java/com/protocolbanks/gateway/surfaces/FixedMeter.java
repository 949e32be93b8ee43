package com.protocolbanks.gateway.surfaces;

import com.protocolbanks.gateway.streams.SseEvent;
import com.protocolbanks.gateway.streams.StreamMeter;
import com.protocolbanks.x402.receipts.Usage;
import java.util.Optional;
import tools.jackson.databind.node.ObjectNode;

/** A stream whose usage is known before it begins. */
record FixedMeter(Usage known) implements StreamMeter {
    @Override
    public Step see(SseEvent event) {
        return Step.PASS;
    }

    @Override
    public Optional<Usage> usage() {
        return Optional.of(known);
    }

    @Override
    public long textBytes() {
        return 0;
    }

    @Override
    public byte[] close(SseEvent last, ObjectNode paid) {
        return last.raw();
    }
}
