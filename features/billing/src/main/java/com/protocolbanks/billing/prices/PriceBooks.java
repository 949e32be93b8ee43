package com.protocolbanks.billing.prices;

import static com.protocolbanks.database.generated.Tables.PRICE_BOOKS;
import static org.jooq.impl.DSL.max;

import com.protocolbanks.database.Database;
import java.time.Clock;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jooq.DSLContext;
import org.jooq.JSONB;

/** The versions of the price book. */
public final class PriceBooks {
    private final Database database;
    private final Clock clock;

    public PriceBooks(Database database, Clock clock) {
        this.database = database;
        this.clock = clock;
    }

    /** What came of publishing one. */
    public sealed interface Published {
        record Now(PriceBook book) implements Published {}

        /**
         * The book cannot be used as it is, and nothing is published.
         *
         * @param problems each one sentence; at least one
         */
        record Refused(List<String> problems) implements Published {
            public Refused {
                problems = List.copyOf(problems);
            }
        }
    }

    /** The newest; {@link PriceBook#NONE} before the first. For gateway and worker. */
    public PriceBook current() {
        return database.acrossOrganizations(PriceBooks::newest);
    }

    /** The newest, as the access layer sees it for an organization. */
    public PriceBook current(UUID orgId) {
        return database.inOrganization(orgId, PriceBooks::newest);
    }

    /** The version a receipt names. */
    public Optional<PriceBook> version(UUID orgId, int version) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.fetchOptional(PRICE_BOOKS, PRICE_BOOKS.VERSION.eq(version))
                        .map(row -> read(row.getVersion(), row.getBook())));
    }

    /** Makes it the newest, when nothing is wrong with it. */
    public Published publish(String json) {
        return database.acrossOrganizations(dsl -> {
            dsl.fetch("select pg_advisory_xact_lock(hashtext('price_books'))");
            Integer last = dsl.select(max(PRICE_BOOKS.VERSION))
                    .from(PRICE_BOOKS)
                    .fetchSingle()
                    .value1();
            var reading = PriceBookJson.read(last == null ? 1 : last + 1, json);
            if (!reading.problems().isEmpty()) {
                return new Published.Refused(reading.problems());
            }
            dsl.insertInto(PRICE_BOOKS)
                    .set(PRICE_BOOKS.VERSION, reading.book().version())
                    .set(PRICE_BOOKS.BOOK, JSONB.valueOf(PriceBookJson.write(reading.book())))
                    .set(PRICE_BOOKS.VALID_FROM, clock.instant().atOffset(ZoneOffset.UTC))
                    .execute();
            return new Published.Now(reading.book());
        });
    }

    private static PriceBook newest(DSLContext dsl) {
        return dsl.selectFrom(PRICE_BOOKS)
                .orderBy(PRICE_BOOKS.VERSION.desc())
                .limit(1)
                .fetchOptional(row -> read(row.getVersion(), row.getBook()))
                .orElse(PriceBook.NONE);
    }

    private static PriceBook read(int version, JSONB book) {
        return PriceBookJson.read(version, Objects.requireNonNull(book).data()).book();
    }
}
