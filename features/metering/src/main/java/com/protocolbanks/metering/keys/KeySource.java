package com.protocolbanks.metering.keys;

import com.protocolbanks.billing.channels.Channels;
import com.protocolbanks.billing.channels.KnownChannel;
import com.protocolbanks.billing.keys.KeyBook;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.evm.Address;
import java.util.List;
import java.util.Optional;

/** Where session keys and channels are kept for good. Its calls may take long and are made off the event loops. */
public interface KeySource {

    /** A key and all its channels. */
    record Kept(SessionKey key, List<KnownChannel> channels) {
        public Kept {
            channels = List.copyOf(channels);
        }
    }

    Optional<Kept> find(Address key);

    /** Postgres, by billing's face. */
    static KeySource of(KeyBook keys, Channels channels) {
        return key -> keys.byPublicKey(key).map(found -> new Kept(found, channels.ofKey(found.id())));
    }
}
