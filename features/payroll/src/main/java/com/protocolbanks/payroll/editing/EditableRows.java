package com.protocolbanks.payroll.editing;

import static com.protocolbanks.database.generated.Tables.PAYOUT_ITEMS;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.generated.tables.records.PayoutItemsRecord;
import com.protocolbanks.evm.Address;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.splits.PaymentConfigText;
import de.siegmar.fastcsv.writer.CsvWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jooq.JSONB;

/**
 * The rows of a batch as a table that can be read in again. Bank details are not in it: a row that names none keeps those it
 * was submitted with.
 */
public final class EditableRows {
    private static final List<String> HEADER =
            List.of("Employee number", "Name", "Wallet address", "Amount", "Split", "Note", "E-mail");

    private final Database database;

    public EditableRows(Database database) {
        this.database = database;
    }

    /** Whether its rows may still be changed: it awaits its first approval. */
    public static boolean is(Batch batch) {
        return batch.stage() == Stage.AWAITING_APPROVAL && batch.run() == 1;
    }

    /** The batch, if its rows may still be changed. */
    public Optional<Batch> find(UUID orgId, UUID batchId) {
        return new Batches(database).find(orgId, batchId).filter(EditableRows::is);
    }

    /** CSV in UTF-8, a line for each item in the order of the rows. */
    public byte[] csv(Batch batch) {
        var items = database.inOrganization(
                batch.orgId(),
                dsl -> dsl.selectFrom(PAYOUT_ITEMS)
                        .where(PAYOUT_ITEMS.BATCH_ID.eq(batch.id()))
                        .orderBy(PAYOUT_ITEMS.ROW_NUMBER)
                        .fetch());
        var text = new StringWriter();
        try (var writer = CsvWriter.builder().build(text)) {
            writer.writeRecord(HEADER);
            items.forEach(item -> writer.writeRecord(line(item)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString().getBytes(StandardCharsets.UTF_8);
    }

    private static List<String> line(PayoutItemsRecord item) {
        return List.of(
                Objects.requireNonNullElse(item.getEmployeeNumber(), ""),
                item.getName(),
                Address.of(item.getWalletAddress()).toString(),
                item.getAmount().stripTrailingZeros().toPlainString(),
                split(item.getSplit()),
                Objects.requireNonNullElse(item.getNote(), ""),
                Objects.requireNonNullElse(item.getEmail(), ""));
    }

    /** {@code usdt 80 / fiat 20}. */
    private static String split(JSONB stored) {
        return switch (PaymentConfigText.read(stored.data())) {
            case PaymentConfigText.Understood(var config) ->
                config.percents().entrySet().stream()
                        .map(share -> share.getKey() + " " + share.getValue().toPlainString())
                        .collect(Collectors.joining(" / "));
            case PaymentConfigText.NotUnderstood _ ->
                throw new IllegalStateException("a stored split is read: " + stored);
        };
    }
}
