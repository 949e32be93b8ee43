package com.protocolbanks.gateway.routes;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.fixtures.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class FreeRateTest {
    private final SettableClock clock = new SettableClock(Instant.EPOCH);
    private final FreeRate rate = new FreeRate(clock);

    private long allowed(String from) {
        return IntStream.range(0, 2 * FreeRate.EACH)
                .filter(_ -> rate.allows(from))
                .count();
    }

    @Test
    void eachAddressHasItsOwnCountEachSecond() {
        assertThat(allowed("10.0.0.1")).isEqualTo(FreeRate.EACH);
        assertThat(allowed("10.0.0.2")).isEqualTo(FreeRate.EACH);
        assertThat(rate.allows("10.0.0.1")).isFalse();

        clock.advance(Duration.ofSeconds(1));
        assertThat(allowed("10.0.0.1")).isEqualTo(FreeRate.EACH);
    }

    @Test
    void addressesAreNotCountedWithoutEnd() {
        IntStream.range(0, 10_000).forEach(at -> rate.allows("address " + at));

        assertThat(rate.allows("one more")).isFalse();
        assertThat(rate.allows("address 7")).isTrue();
    }
}
