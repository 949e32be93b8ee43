package com.protocolbanks.pb.admin;

import static com.protocolbanks.database.generated.Tables.ACCEPTED_LOSSES;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.billing.gateways.Gateways;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.evm.Address;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.pb.CommandLineFixture;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class GatewayCommandsTest {
    private static final Address SIGNER = Address.of("0x00000000000000000000000000000000000000a1");

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private Database database;

    @BeforeEach
    void anEpochThatWaits() {
        database = Database.open(postgres.url(Role.GATEWAY), 1);
        postgres.administrator().acrossOrganizations(dsl -> dsl.execute("truncate gateways, metering_epochs cascade"));
        var longAgo = new Gateways(database, Clock.offset(Clock.systemUTC(), Duration.ofHours(-1)));
        longAgo.register("lost", "log-1", SIGNER);
        var now = new Gateways(database, Clock.systemUTC());
        now.register("alive", "log-2", SIGNER);
        now.epochs().fence(0, "run-a");
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static CommandLineFixture pb() {
        return new CommandLineFixture(
                Map.of("DATABASE_URL", postgres.url(Role.GATEWAY).jdbc() + "?user=pb_gateway"));
    }

    @Test
    void whatIsMissingIsShownAndGivenUpByName() {
        var shown = pb().run("gateway", "losses");
        assertThat(shown.exit()).as(shown.err()).isZero();
        assertThat(shown.out()).contains("epoch 1 waits for the logs of", "lost, heard of last at", "log-1", "at most");
        var json = pb().run("gateway", "losses", "--json").json();
        assertThat(json.path("open").asBoolean()).isFalse();
        assertThat(json.path("missing").size()).isEqualTo(2);
        assertThat(json.path("atMost").isObject()).isTrue();

        var alive = pb().run("gateway", "accept", "alive", "--by", "Olivia", "--because", "fire");
        assertThat(alive.exit()).isEqualTo(1);
        assertThat(alive.err()).contains("stop it");
        assertThat(pb().run("gateway", "accept", "lost", "--by", "Olivia").exit())
                .isNotZero();
        assertThat(pb().run("gateway", "accept", "lost", "--by", " ", "--because", "fire")
                        .exit())
                .isEqualTo(1);

        var accepted = pb().run("gateway", "accept", "lost", "--by", "Olivia", "--because", "fire", "--json");
        assertThat(accepted.exit()).as(accepted.err()).isZero();
        assertThat(accepted.json().path("acceptedBy").asString()).isEqualTo("Olivia");
        var kept = postgres.administrator().acrossOrganizations(dsl -> dsl.fetchSingle(ACCEPTED_LOSSES));
        assertThat(kept.getAcceptedBy()).isEqualTo("Olivia");
        assertThat(kept.getReason()).isEqualTo("fire");
        assertThat(kept.getEpoch()).isEqualTo(1);
        assertThat(pb().run("gateway", "accept", "lost", "--by", "Olivia", "--because", "fire")
                        .exit())
                .isEqualTo(1);

        var epochs = new Gateways(database, Clock.systemUTC()).epochs();
        epochs.report("alive", 1, 0);
        epochs.open(1);
        assertThat(pb().run("gateway", "losses").out()).contains("Epoch 1 is open: nothing is missing.");
    }

    @Test
    void withoutTheDatabaseNothingIsShown() {
        assertThat(new CommandLineFixture(Map.of()).run("gateway", "losses").exit())
                .isEqualTo(3);
        assertThat(pb().run("gateway", "accept", "--help").out()).contains("--because");
    }
}
