package com.protocolbanks.billing.prices;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.billing.prices.PriceBooks.Published;
import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.SettableClock;
import com.protocolbanks.x402.receipts.Usage;
import java.time.Instant;
import java.util.UUID;
import org.jooq.exception.DataAccessException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

class PriceBooksTest {
    private static final String BOOK = """
            {"unit": "USD", "routes": [
              {"route": "chat", "surface": "CHAT", "models": {"small-1": {
                "perMillionInput": "0.50", "perMillionOutput": "1.50", "maxOutputTokens": 4096}}},
              {"route": "search", "surface": "PLAIN", "models": {"*": {"perRequest": "0.01"}}}]}""";

    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private final SettableClock clock = new SettableClock(Instant.parse("2026-03-01T08:00:00Z"));

    @Test
    void whatIsPublishedIsWhatEverybodyReads() {
        assertThat(new PriceBooks(postgres.worker(), clock).publish(BOOK)).isInstanceOf(Published.Now.class);

        try (var gateway = Database.open(postgres.url(Role.GATEWAY), 1)) {
            PriceBook book = new PriceBooks(gateway, clock).current();
            ModelPrice small = book.route("chat").orElseThrow().price("small-1").orElseThrow();
            assertThat(book.version()).isPositive();
            assertThat(small.charge(new Usage(1_000_000, 1_000_000, 0, 0, 0), 6))
                    .isEqualTo(500_000);
            assertThat(small.charge(new Usage(0, 0, 1_000_000, 1_000_000, 0), 6))
                    .isEqualTo(1_500_000);
            assertThat(book.route("chat").orElseThrow().price("another")).isEmpty();
            assertThat(book.route("search").orElseThrow().price("")).isPresent();
            assertThat(book.route("nothing")).isEmpty();

            var web = new PriceBooks(postgres.web(), clock);
            assertThat(web.current(UUID.randomUUID())).isEqualTo(book);
            assertThat(web.version(UUID.randomUUID(), book.version())).contains(book);
        }
    }

    @Test
    void aNewBookIsANewVersionAndTheOldOneStays() {
        var books = new PriceBooks(postgres.worker(), clock);
        var first = (Published.Now) books.publish(BOOK);
        var second = (Published.Now) books.publish(BOOK.replace("0.01", "0.02"));

        assertThat(second.book().version()).isEqualTo(first.book().version() + 1);
        assertThat(books.current()).isEqualTo(second.book());
        assertThat(books.version(UUID.randomUUID(), first.book().version())).contains(first.book());
    }

    @Test
    void everythingThatIsWrongIsSaidAtOnce() {
        var outcome = new PriceBooks(postgres.worker(), clock).publish("""
                {"unit": "dollars", "routes": [
                  {"route": "Chat!", "surface": "CHAT", "models": {"m": {"perMillionInput": 0.5}}},
                  {"route": "x", "surface": "TELEPATHY", "models": {"m": {}}},
                  {"route": "y", "surface": "CHAT", "models": {"*": {"perRequest": "1"}}},
                  {"route": "y", "surface": "CHAT", "models": {"m": {"perMillionOutput": "1", "perToken": "1"}}}]}""");

        assertThat(((Published.Refused) outcome).problems()).hasSizeGreaterThanOrEqualTo(8);
    }

    @Test
    void textThatIsNoBookIsRefused() {
        var books = new PriceBooks(postgres.worker(), clock);

        assertThat(books.publish("prices")).isInstanceOf(Published.Refused.class);
        assertThat(books.publish("{}")).isInstanceOf(Published.Refused.class);
        assertThat(books.publish("[1]")).isInstanceOf(Published.Refused.class);
    }

    @Test
    void theAccessLayerSetsNoPrices() {
        assertThatThrownBy(() -> new PriceBooks(postgres.web(), clock).publish(BOOK))
                .isInstanceOf(DataAccessException.class);
    }
}
