package com.protocolbanks.sending.engine;

import com.protocolbanks.sending.Subject;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Tells listeners which subjects to look at. */
final class Doorbell {
    private static final Logger LOG = LoggerFactory.getLogger(Doorbell.class);

    private final List<Consumer<Subject>> listeners = new CopyOnWriteArrayList<>();

    AutoCloseable add(Consumer<Subject> listener) {
        listeners.add(listener);
        return () -> listeners.remove(listener);
    }

    void ring(Collection<Subject> subjects) {
        for (Consumer<Subject> listener : listeners) {
            for (Subject subject : subjects) {
                try {
                    listener.accept(subject);
                } catch (RuntimeException e) {
                    LOG.error("a listener failed at {}", subject, e);
                }
            }
        }
    }
}
