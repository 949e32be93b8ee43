package com.protocolbanks.sending.engine;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.rpc.Receipt;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.Map;

/** The receipts the watcher has just agreed on, so that the caller who is about to ask need not read them again. */
final class RecentReceipts {
    /** A chunk of 200 payments is about 150 kB of events. */
    private static final int MOST = 64;

    private final LinkedHashMap<Hash32, Receipt> receipts = new LinkedHashMap<>();

    synchronized void keep(Map<Hash32, Receipt> settled) {
        receipts.putAll(settled);
        while (receipts.size() > MOST) {
            receipts.pollFirstEntry();
        }
    }

    /** Gives what is here, each receipt once: a later reader asks the chain. */
    synchronized Map<Hash32, Receipt> of(Collection<Hash32> hashes) {
        Map<Hash32, Receipt> found = new HashMap<>();
        for (Hash32 hash : hashes) {
            Receipt receipt = receipts.remove(hash);
            if (receipt != null) {
                found.put(hash, receipt);
            }
        }
        return found;
    }
}
