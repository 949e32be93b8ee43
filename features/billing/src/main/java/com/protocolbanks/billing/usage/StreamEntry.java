package com.protocolbanks.billing.usage;

import java.util.Map;

/** One entry of a stream, as it was read. */
record StreamEntry(String stream, String id, Map<String, String> fields) {
    /** Where it stands, not what it says. */
    @Override
    public String toString() {
        return stream + " " + id;
    }
}
