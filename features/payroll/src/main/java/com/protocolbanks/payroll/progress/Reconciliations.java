package com.protocolbanks.payroll.progress;

import static com.protocolbanks.database.generated.Tables.RECONCILIATIONS;

import com.protocolbanks.database.Database;
import com.protocolbanks.money.Asset;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jooq.JSONB;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Reads whether the chain says the same of a batch as the books; it is compared by the execution layer. */
public final class Reconciliations {
    private static final JsonMapper JSON = JsonMapper.shared();

    private final Database database;

    public Reconciliations(Database database) {
        this.database = database;
    }

    /**
     * The newest comparison of a batch.
     *
     * @param block the chain's height at it
     * @param payments how many were written down as paid on the chain
     * @param differences none when both say the same to the smallest unit
     */
    public record Comparison(Instant checkedAt, long block, int payments, List<Difference> differences) {
        public Comparison {
            differences = List.copyOf(differences);
        }
    }

    /**
     * One difference.
     *
     * @param kind PAID_NOT_BOOKED, BOOKED_NOT_PAID, NOT_MOVED, MOVED_BESIDE or TOTAL_DIFFERS
     * @param row of the spreadsheet; empty where it is none of the batch's payments or all of them
     * @param units in the token's smallest unit
     */
    public record Difference(
            String kind,
            int run,
            Asset asset,
            Optional<Integer> row,
            Optional<UUID> item,
            BigInteger units,
            Optional<String> to) {
        /** In the token's unit, exact. */
        public BigDecimal amount() {
            return new BigDecimal(units, asset.decimals());
        }

        private static Difference of(JsonNode node) {
            var symbol = node.path("asset").asString();
            return new Difference(
                    node.path("kind").asString(),
                    node.path("run").asInt(),
                    new Asset(symbol, node.path("decimals").asInt(), symbol),
                    Optional.of(node.path("row").asInt(0)).filter(row -> row > 0),
                    node.path("itemId").asStringOpt().map(UUID::fromString),
                    new BigInteger(node.path("units").asString()),
                    node.path("to").asStringOpt());
        }
    }

    /** Empty before the first comparison. */
    public Optional<Comparison> of(UUID orgId, UUID batchId) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(RECONCILIATIONS)
                        .where(RECONCILIATIONS.ORG_ID.eq(orgId), RECONCILIATIONS.BATCH_ID.eq(batchId))
                        .fetchOptional(row -> new Comparison(
                                row.getCheckedAt().toInstant(),
                                row.getBlockNumber(),
                                row.getPayments(),
                                JSON.readTree(row.getDifferences().data())
                                        .valueStream()
                                        .map(Difference::of)
                                        .toList())));
    }

    /** The batches of which the chain says something else than the books. */
    public Set<UUID> differing(UUID orgId) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.select(RECONCILIATIONS.BATCH_ID)
                        .from(RECONCILIATIONS)
                        .where(RECONCILIATIONS.ORG_ID.eq(orgId), RECONCILIATIONS.DIFFERENCES.ne(JSONB.valueOf("[]")))
                        .fetchSet(RECONCILIATIONS.BATCH_ID));
    }
}
