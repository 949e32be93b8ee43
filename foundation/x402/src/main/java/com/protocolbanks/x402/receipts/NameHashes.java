package com.protocolbanks.x402.receipts;

import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.Keccak;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The Keccak-256 of names that come again and again; more than a few are hashed anew each time. */
final class NameHashes {
    private static final int REMEMBERED = 1000;
    private static final int LONGEST = 128;

    private final Map<String, Hash32> known = new ConcurrentHashMap<>();

    Hash32 of(String name) {
        var before = known.get(name);
        if (before != null) {
            return before;
        }
        var hash = Keccak.hash(name.getBytes(StandardCharsets.UTF_8));
        if (known.size() < REMEMBERED && name.length() <= LONGEST) {
            known.put(name, hash);
        }
        return hash;
    }
}
