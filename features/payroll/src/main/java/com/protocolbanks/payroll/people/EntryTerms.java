package com.protocolbanks.payroll.people;

import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;

/** Who enters people, when, and where new ids come from. */
public record EntryTerms(UUID memberId, Instant at, Supplier<UUID> ids) {}
