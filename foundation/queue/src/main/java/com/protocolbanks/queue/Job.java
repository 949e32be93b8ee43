package com.protocolbanks.queue;

import java.util.UUID;

/**
 * A job as handed to a worker, at least once.
 *
 * @param id its row in the outbox
 * @param organization whose job it is
 * @param topic the stream it belongs to
 * @param subject what it is about
 */
public record Job(long id, UUID organization, String topic, UUID subject) {}
