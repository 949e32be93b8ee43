package com.protocolbanks.database;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashSet;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class RisingIdsTest {
    private static final Instant NOON = Instant.parse("2026-11-22T12:00:00Z");

    @Test
    void anIdBearsItsTimeAndItsVersion() {
        UUID id = new RisingIds(Clock.fixed(NOON, ZoneOffset.UTC), new SplittableRandom(1)).get();

        assertThat(id.version()).isEqualTo(7);
        assertThat(id.variant()).isEqualTo(2);
        assertThat(id.getMostSignificantBits() >>> 16).isEqualTo(NOON.toEpochMilli());
    }

    @Test
    void idsRiseEvenWhereTheClockStandsStill() {
        var ids = new RisingIds(Clock.fixed(NOON, ZoneOffset.UTC), new SplittableRandom(1));

        var made = Stream.generate(ids).limit(10_000).map(UUID::toString).toList();

        assertThat(made).isSorted();
        assertThat(new HashSet<>(made)).hasSize(made.size());
    }
}
