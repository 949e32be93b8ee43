package com.protocolbanks.gateway.stores;

import com.protocolbanks.evm.Address;
import com.protocolbanks.gateway.http.Request;
import com.protocolbanks.gateway.kept.Countries;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.function.BiConsumer;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Writes each country of a key down once, off the way of requests; what could not be written is written at the next request. */
public final class SeenCountries implements Countries {
    private static final Logger LOG = LoggerFactory.getLogger(SeenCountries.class);
    private static final Pattern COUNTRY = Pattern.compile("[A-Z0-9]{2}");
    /** Of about 200 bytes each; beyond, all are forgotten and written again, which changes nothing. */
    private static final int MOST = 50_000;

    private final Optional<String> header;
    private final BiConsumer<Address, String> book;
    private final Executor blocking;
    private final Set<Seen> written = ConcurrentHashMap.newKeySet();

    private record Seen(Address key, String country) {}

    /**
     * @param header in which the proxy before the gateway says the country; empty when nobody is to be believed
     * @param book may wait for the database
     */
    public SeenCountries(Optional<String> header, BiConsumer<Address, String> book, Executor blocking) {
        this.header = header;
        this.book = book;
        this.blocking = blocking;
    }

    @Override
    public void see(Address key, Request request) {
        header.map(request::header)
                .map(text -> text.strip().toUpperCase(Locale.ROOT))
                .filter(text -> COUNTRY.matcher(text).matches())
                .ifPresent(country -> see(new Seen(key, country)));
    }

    private void see(Seen seen) {
        if (written.size() >= MOST) {
            written.clear();
        }
        if (written.add(seen)) {
            blocking.execute(() -> write(seen));
        }
    }

    private void write(Seen seen) {
        try {
            book.accept(seen.key(), seen.country());
        } catch (RuntimeException e) {
            written.remove(seen);
            LOG.warn("a country of session key {} is not written down yet: {}", seen.key(), e.getMessage());
        }
    }
}
