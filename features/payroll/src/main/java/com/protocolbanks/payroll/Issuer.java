package com.protocolbanks.payroll;

import java.time.Clock;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.UUID;
import java.util.function.Supplier;

/** Gives new rows their time and id. */
public record Issuer(Clock clock, Supplier<UUID> ids) {
    /** The time of this moment, as the database takes it. */
    public OffsetDateTime now() {
        return OffsetDateTime.ofInstant(clock.instant(), ZoneOffset.UTC);
    }
}
