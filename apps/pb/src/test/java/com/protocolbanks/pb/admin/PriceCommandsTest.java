package com.protocolbanks.pb.admin;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.pb.CommandLineFixture;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;

class PriceCommandsTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private static final String SAMPLE = Path.of(System.getProperty("pb.root", "../.."), "samples", "prices.json")
            .toString();

    @TempDir
    Path folder;

    private static CommandLineFixture pb() {
        return new CommandLineFixture(
                Map.of("DIRECT_URL", postgres.url(Role.OWNER).jdbc() + "?user=pb_owner"));
    }

    @Test
    void theSamplePricesAreSetAndShown() {
        var set = pb().run("prices", "set", SAMPLE, "--json");
        assertThat(set.exit()).as(set.err()).isZero();
        assertThat(set.json().path("version").asInt()).isPositive();

        var shown = pb().run("prices", "show");
        assertThat(shown.out())
                .contains("chat (CHAT)")
                .contains("0.01 a request")
                .contains("in USD");
        assertThat(pb().run("prices", "show", "--json").json().path("routes").size())
                .isEqualTo(6);
    }

    @Test
    void pricesThatCannotBeAreRefusedAndTheOldOnesStay() throws Exception {
        pb().run("prices", "set", SAMPLE);
        var before = pb().run("prices", "show").out();
        var wrong = Files.writeString(folder.resolve("wrong.json"), "{\"unit\": \"USD\", \"routes\": []}");

        var refused = pb().run("prices", "set", wrong.toString());
        assertThat(refused.exit()).isEqualTo(1);
        assertThat(refused.err()).contains("at least one route");
        assertThat(pb().run("prices", "set", folder.resolve("missing.json").toString())
                        .exit())
                .isEqualTo(1);
        assertThat(pb().run("prices", "show").out()).isEqualTo(before);
    }

    @Test
    void withoutTheOwnersAddressNoPriceIsSet() {
        assertThat(new CommandLineFixture(Map.of()).run("prices", "show").exit())
                .isEqualTo(3);
    }
}
