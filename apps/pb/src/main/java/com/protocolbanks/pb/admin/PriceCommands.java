package com.protocolbanks.pb.admin;

import com.protocolbanks.billing.prices.ModelPrice;
import com.protocolbanks.billing.prices.PriceBook;
import com.protocolbanks.billing.prices.PriceBooks;
import com.protocolbanks.billing.prices.PriceBooks.Published;
import com.protocolbanks.billing.prices.RoutePrice;
import com.protocolbanks.database.Database;
import com.protocolbanks.database.DatabaseUrl;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code pb prices …}. Prices are the house's own, so they are set by the owner of the schema ({@code DIRECT_URL}). */
@Command(
        name = "prices",
        mixinStandardHelpOptions = true,
        description = "What agents pay: show the prices, set new ones.")
final class PriceCommands {
    private PriceCommands() {}

    static CommandLine with(Surroundings surroundings) {
        return new CommandLine(new PriceCommands())
                .addSubcommand(new SetAll(surroundings))
                .addSubcommand(new Show(surroundings));
    }

    private static Database database(Surroundings surroundings) {
        try {
            return Database.open(DatabaseUrl.of(surroundings.setting("DIRECT_URL")), 1);
        } catch (IllegalArgumentException unreadable) {
            throw new Surroundings.Unusable("DIRECT_URL: " + unreadable.getMessage());
        }
    }

    @Command(
            name = "set",
            mixinStandardHelpOptions = true,
            description =
                    "Make the prices in a file the newest version; what it does not price is refused from then on.")
    static final class SetAll extends AdminCommand {
        @Parameters(paramLabel = "FILE", description = "A price book, such as samples/prices.json.")
        private Path file = Path.of("");

        private final Surroundings surroundings;

        SetAll(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            String text;
            try {
                text = Files.readString(file);
            } catch (IOException e) {
                return Answer.refused("The file " + file + " cannot be read.");
            }
            try (var database = database(surroundings)) {
                return switch (new PriceBooks(database, surroundings.clock()).publish(text)) {
                    case Published.Now(PriceBook book) ->
                        Answer.done(
                                Map.of(
                                        "version",
                                        book.version(),
                                        "routes",
                                        book.routes().size()),
                                "prices, version " + book.version());
                    case Published.Refused(var problems) ->
                        Answer.refused("The prices stay as they are:\n" + String.join("\n", problems));
                };
            }
        }
    }

    @Command(name = "show", mixinStandardHelpOptions = true, description = "Show the prices that hold now.")
    static final class Show extends AdminCommand {
        private final Surroundings surroundings;

        Show(Surroundings surroundings) {
            this.surroundings = surroundings;
        }

        @Override
        Answer answer() {
            try (var database = database(surroundings)) {
                var book = new PriceBooks(database, surroundings.clock()).current();
                return Answer.done(
                        Map.of("version", book.version(), "unit", book.unit(), "routes", book.routes()), text(book));
            }
        }

        private static String text(PriceBook book) {
            return book.routes().isEmpty()
                    ? "There are no prices: every request is refused. Set some with pb prices set FILE."
                    : "version " + book.version() + ", in " + book.unit() + "\n"
                            + book.routes().stream().map(Show::route).collect(Collectors.joining("\n"));
        }

        private static String route(RoutePrice route) {
            return route.route() + " (" + route.surface() + ")\n"
                    + new TreeMap<>(route.models())
                            .entrySet().stream()
                                    .map(model -> "  " + model.getKey() + "  " + price(model.getValue()))
                                    .collect(Collectors.joining("\n"));
        }

        private static String price(ModelPrice price) {
            return price.isFixed()
                    ? price.perRequest().toPlainString() + " a request"
                    : "a million tokens: input " + price.perMillionInput().toPlainString() + ", cached "
                            + price.perMillionCached().toPlainString() + ", output "
                            + price.perMillionOutput().toPlainString() + ", reasoning "
                            + price.perMillionReasoning().toPlainString() + "; a request "
                            + price.perRequest().toPlainString() + "; a unit "
                            + price.perUnit().toPlainString();
        }
    }
}
