package com.protocolbanks.sending.engine;

import com.protocolbanks.sending.SubjectState.Trouble;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** What keeps each open nonce open, for people to read; forgotten at a restart and found again by the next round. */
final class Troubles {
    private final Map<OpenNonce.Key, Trouble> byNonce = new ConcurrentHashMap<>();

    void set(OpenNonce.Key key, Trouble trouble) {
        byNonce.put(key, trouble);
    }

    void clear(OpenNonce.Key key) {
        byNonce.remove(key);
    }

    Optional<Trouble> of(OpenNonce.Key key) {
        return Optional.ofNullable(byNonce.get(key));
    }
}
