package com.protocolbanks.billing.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.SettableClock;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class EpochsTest {
    private static final Address FIRST = Address.of("0x00000000000000000000000000000000000000a1");
    private static final Address SECOND = Address.of("0x00000000000000000000000000000000000000a2");

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));
    private Database database;
    private Gateways gateways;

    @BeforeEach
    void open() {
        database = Database.open(postgres.url(Role.GATEWAY), 2);
        gateways = new Gateways(database, clock);
        postgres.administrator()
                .acrossOrganizations(dsl ->
                        dsl.execute("truncate gateways, metering_epochs, epoch_reports, receipt_signers cascade"));
    }

    @AfterEach
    void close() {
        database.close();
    }

    @Test
    void anEpochOpensWhenEveryLogIsReplayed() {
        gateways.register("one", "log-1", FIRST);
        gateways.register("two", "log-2", SECOND);
        var epochs = gateways.epochs();
        assertThat(epochs.current()).isEmpty();

        var fenced = epochs.fence(0, "run-a");
        assertThat(fenced.number()).isEqualTo(1);
        assertThat(fenced.missing()).containsExactly("one", "two");
        epochs.report("one", 1, 10);
        assertThat(epochs.open(1).open()).isFalse();
        epochs.report("two", 1, 0);
        assertThat(epochs.open(1).open()).isTrue();
        assertThat(epochs.current().orElseThrow().runId()).isEqualTo("run-a");
    }

    @Test
    void whoFencesSecondIsToldOfTheFirst() {
        var epochs = gateways.epochs();
        epochs.fence(0, "run-a");

        assertThat(epochs.fence(0, "run-b").runId()).isEqualTo("run-a");
        assertThat(epochs.fence(1, "run-b").number()).isEqualTo(2);
    }

    @Test
    void aMissingLogIsWaitedForUntilAPersonAcceptsItsLossOrItIsRetired() {
        gateways.register("one", "log-1", FIRST);
        gateways.register("lost", "log-2", SECOND);
        var epochs = gateways.epochs();
        epochs.fence(0, "run-a");
        epochs.report("one", 1, 3);
        assertThat(epochs.open(1).missing()).containsExactly("lost");

        assertThat(epochs.accept(1, "olivia").open()).isTrue();

        gateways.retire("lost");
        epochs.fence(1, "run-b");
        epochs.report("one", 2, 3);
        assertThat(epochs.open(2).open()).isTrue();
    }

    @Test
    void verifiersLearnEveryKeyAndItsTime() {
        gateways.register("one", "log-1", FIRST);
        clock.advance(Duration.ofHours(1));
        gateways.register("one", "log-1", SECOND);
        gateways.heartbeat("one");

        var signers = new Gateways(postgres.web(), clock).signers(UUID.randomUUID());
        assertThat(signers).extracting(Gateways.Signer::address).containsExactly(FIRST, SECOND);
        assertThat(signers.getFirst().validUntil()).contains(clock.instant());
        assertThat(signers.getLast().validUntil()).isEqualTo(Optional.empty());
    }
}
