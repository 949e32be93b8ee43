package com.protocolbanks.billing.gateways;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.House;
import com.protocolbanks.billing.gateways.Gateways.Leftover;
import com.protocolbanks.billing.gateways.Gateways.Registration;
import com.protocolbanks.billing.gateways.Losses.Acceptance;
import com.protocolbanks.billing.keys.SessionKey;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.SettableClock;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
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
    void aMissingLogIsWaitedForUntilAPersonGivesItUpAndIsNotTakenUpAgain() {
        gateways.register("one", "log-1", FIRST);
        gateways.register("lost", "log-2", SECOND);
        var epochs = gateways.epochs();
        var losses = new Losses(database, clock);
        epochs.fence(0, "run-a");
        epochs.report("one", 1, 3);
        assertThat(epochs.open(1).missing()).containsExactly("lost");
        assertThat(losses.report().orElseThrow().missing())
                .containsExactly(new Losses.Missing("lost", "log-2", clock.instant()));
        assertThat(gateways.register("lost", "log-3", SECOND)).isEqualTo(new Registration.OtherLog());

        assertThat(losses.accept("somebody", "Olivia", "fire")).isEqualTo(new Acceptance.NotMissed());
        assertThat(losses.accept("lost", "Olivia", "fire")).isEqualTo(new Acceptance.Alive(clock.instant()));
        clock.advance(Duration.ofMinutes(1));
        assertThat(losses.accept("lost", "Olivia", "fire")).isInstanceOf(Acceptance.Accepted.class);
        assertThat(losses.accept("lost", "Olivia", "fire")).isEqualTo(new Acceptance.NotMissed());
        assertThat(epochs.open(1).open()).isTrue();
        assertThat(losses.report().orElseThrow().stakes()).isEmpty();

        assertThat(gateways.register("lost", "log-2", SECOND))
                .isEqualTo(new Registration.GivenUp("Olivia", clock.instant()));
        assertThat(gateways.register("lost", "log-3", SECOND)).isEqualTo(new Registration.Registered());
        assertThat(epochs.fence(1, "run-b").missing()).containsExactly("lost", "one");
    }

    @Test
    void whatIsAtStakeIsWhatIsLeftOfTheKeysThatCouldPay() {
        var house = new House(postgres);
        var key = house.key(house.customer(), House.newKey());
        var old = new SettableClock(key.expiresAt().plus(Duration.ofHours(2)));
        gateways.register("lost", "log-2", SECOND);
        gateways.epochs().fence(0, "run-a");

        assertThat(new Losses(database, clock).report().orElseThrow().stakes())
                .contains(new Losses.Stake(
                        key.orgId(),
                        key.id(),
                        "USDC",
                        key.token().decimal(key.limit()).stripTrailingZeros(),
                        List.of()));
        var losses = new Losses(database, old);
        var accepted = (Acceptance.Accepted) losses.accept("lost", "Olivia", "fire");
        assertThat(accepted.atMost().get("USDC"))
                .isGreaterThanOrEqualTo(key.token().decimal(key.limit()));
    }

    @Test
    void aGatewayThatEndedInOrderIsWaitedForUntilPostgresHasItsLog() {
        gateways.register("one", "log-1", FIRST);
        gateways.register("ended", "log-2", SECOND);
        var epochs = gateways.epochs();
        var house = new House(postgres);
        var channel = house.key(house.customer(), House.newKey());
        var id = House.nonce();
        gateways.ended("ended", List.of(new Leftover(id, 2, BigInteger.TEN)));
        assertThat(epochs.fence(0, "run-a").missing()).containsExactly("ended", "one");

        known(channel, id, 1);
        assertThat(epochs.current().orElseThrow().missing()).containsExactly("ended", "one");
        known(channel, id, 2);
        assertThat(epochs.current().orElseThrow().missing()).containsExactly("one");
        gateways.register("ended", "log-2", SECOND);
        assertThat(epochs.current().orElseThrow().missing()).containsExactly("ended", "one");
        gateways.ended("ended", List.of());
        assertThat(epochs.current().orElseThrow().missing()).containsExactly("one");
    }

    private static void known(SessionKey key, Hash32 channelId, long seq) {
        postgres.administrator()
                .acrossOrganizations(dsl -> dsl.execute("""
                        insert into usage_channels (channel_id, org_id, key_id, payer, payer_authorizer, receiver,
                            receiver_authorizer, token, withdraw_delay, salt, accepted, seq, seen_seq)
                        select ?, k.org_id, k.id, k.public_key, k.public_key, k.public_key, k.public_key, k.token, 900, ?,
                               10, ?, ?
                        from session_keys k where k.id = ?
                        on conflict (channel_id) do update set seq = excluded.seq, seen_seq = excluded.seq""", channelId.bytes(), channelId.bytes(), seq, seq, key.id()));
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
