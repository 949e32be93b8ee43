package com.protocolbanks.payroll.documents;

import static com.protocolbanks.database.generated.Tables.DOCUMENTS;

import com.protocolbanks.database.Database;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.identity.Organization;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payroll.documents.content.BatchDocument;
import com.protocolbanks.payroll.documents.content.BatchHead;
import com.protocolbanks.payroll.documents.content.PayslipDocument;
import com.protocolbanks.payroll.documents.words.Labels;
import java.time.Clock;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import org.jooq.DSLContext;
import org.jspecify.annotations.Nullable;

/**
 * Issues the documents of completed batches and hands them out again, each checked against the digests of its issue.
 *
 * <p>A report is kept with its bytes; payslips and exports are made anew from the rows, which must be the rows of the
 * issue. When only the layout has changed since, the document is issued anew.
 */
public final class DocumentStore {
    private static final int SLICE = 200;
    private static final List<Locale> LANGUAGES = List.of(Locale.ENGLISH, Locale.CHINESE);

    private final Organizations organizations;
    private final Database database;
    private final PayrollDocuments documents;
    private final Clock clock;
    private final BatchRows rows;

    public DocumentStore(Organizations organizations, Database database, PayrollDocuments documents, Clock clock) {
        this.organizations = organizations;
        this.database = database;
        this.documents = documents;
        this.clock = clock;
        this.rows = new BatchRows(database);
    }

    /** What came of asking for a document. */
    public sealed interface Download {
        /**
         * The document, with the bytes that were issued.
         *
         * @param sha256 the digest stored with its issue
         */
        record Ready(byte[] bytes, Hash32 sha256) implements Download {}

        /** The batch is still on its way, or was never carried out. */
        record NotCompleted(String status) implements Download {}

        /** There is no such batch or item in this organization. */
        record Missing() implements Download {}

        /** The rows, or the bytes kept, are not those of the issue: someone has to look. */
        record Differs(Hash32 issued, Hash32 found) implements Download {}
    }

    private enum Kind {
        REPORT,
        PAYSLIP,
        JOURNAL,
        ITEMS_CSV
    }

    /** A document to be: which, from which rows, made how. */
    private record Order(
            UUID batchId, @Nullable UUID itemId, Kind kind, Locale locale, Hash32 source, Supplier<byte[]> rendering) {}

    private record Issue(Hash32 sha256, @Nullable Hash32 source, byte @Nullable [] content) {}

    /**
     * Issues what a completed batch has: report and exports in both languages, payslips in the organization's own.
     * Continues where an interrupted call stopped; payslips in the other language are issued when first asked for.
     *
     * @throws IllegalStateException when the batch is not COMPLETED, or does not exist
     */
    public void writeAll(UUID orgId, UUID batchId) {
        Organization organization =
                organizations.find(orgId).orElseThrow(() -> new IllegalStateException("no organization " + orgId));
        BatchDocument batch = rows.batch(organization, batchId)
                .filter(found -> found.head().status().equals("COMPLETED"))
                .orElseThrow(() -> new IllegalStateException("not a completed batch: " + batchId));
        Instant since = batch.head().date();
        for (Locale locale : LANGUAGES) {
            List<Order> orders = List.of(report(batch, locale), itemsCsv(batch, locale), journal(batch, locale));
            for (Order order : orders) {
                if (issue(orgId, order, since).isEmpty()) {
                    store(orgId, List.of(order));
                }
            }
        }
        writePayslips(organization, batch, since);
    }

    private void writePayslips(Organization organization, BatchDocument batch, Instant since) {
        Locale locale = Labels.language(organization.locale());
        Set<UUID> written = database.inOrganization(
                organization.id(),
                dsl -> new HashSet<>(dsl.select(DOCUMENTS.ITEM_ID)
                        .from(DOCUMENTS)
                        .where(
                                DOCUMENTS.BATCH_ID.eq(batch.head().id()),
                                DOCUMENTS.KIND.eq(Kind.PAYSLIP.name()),
                                DOCUMENTS.LOCALE.eq(locale.getLanguage()),
                                DOCUMENTS.CREATED_AT.ge(at(since)))
                        .fetch(DOCUMENTS.ITEM_ID)));
        var slice = new ArrayList<Order>();
        for (var item : batch.items()) {
            if (!written.contains(item.id())) {
                slice.add(payslip(new PayslipDocument(batch.head(), item), locale));
            }
            if (slice.size() == SLICE) {
                store(organization.id(), slice);
                slice.clear();
            }
        }
        store(organization.id(), slice);
    }

    public Download report(UUID orgId, UUID batchId, Locale locale) {
        return ofBatch(orgId, batchId, batch -> report(batch, locale));
    }

    public Download itemsCsv(UUID orgId, UUID batchId, Locale locale) {
        return ofBatch(orgId, batchId, batch -> itemsCsv(batch, locale));
    }

    public Download journal(UUID orgId, UUID batchId, Locale locale) {
        return ofBatch(orgId, batchId, batch -> journal(batch, locale));
    }

    public Download payslip(UUID orgId, UUID batchId, UUID itemId, Locale locale) {
        return organizations
                .find(orgId)
                .flatMap(organization -> rows.payslip(organization, batchId, itemId))
                .map(found -> handOut(orgId, found.head(), payslip(found, locale)))
                .orElseGet(Download.Missing::new);
    }

    private Download ofBatch(UUID orgId, UUID batchId, java.util.function.Function<BatchDocument, Order> order) {
        return organizations
                .find(orgId)
                .flatMap(organization -> rows.batch(organization, batchId))
                .map(batch -> handOut(orgId, batch.head(), order.apply(batch)))
                .orElseGet(Download.Missing::new);
    }

    private Download handOut(UUID orgId, BatchHead head, Order order) {
        if (!head.status().equals("COMPLETED")) {
            return new Download.NotCompleted(head.status());
        }
        Optional<Issue> issued = issue(orgId, order, head.date());
        if (issued.isEmpty()) {
            return store(orgId, List.of(order)).getFirst();
        }
        Issue issue = issued.get();
        if (issue.source() != null && !issue.source().equals(order.source())) {
            return new Download.Differs(issue.source(), order.source());
        }
        if (issue.content() != null) {
            Hash32 kept = SourceDigest.of(issue.content());
            return kept.equals(issue.sha256())
                    ? new Download.Ready(issue.content(), kept)
                    : new Download.Differs(issue.sha256(), kept);
        }
        byte[] bytes = order.rendering().get();
        Hash32 found = SourceDigest.of(bytes);
        return found.equals(issue.sha256())
                ? new Download.Ready(bytes, found)
                : store(orgId, List.of(order)).getFirst();
    }

    private Order report(BatchDocument batch, Locale locale) {
        return order(batch, Kind.REPORT, locale, () -> documents.report(batch, locale));
    }

    private Order itemsCsv(BatchDocument batch, Locale locale) {
        return order(batch, Kind.ITEMS_CSV, locale, () -> documents.itemsCsv(batch, locale));
    }

    private Order journal(BatchDocument batch, Locale locale) {
        return order(batch, Kind.JOURNAL, locale, () -> documents.journal(batch, locale));
    }

    private Order payslip(PayslipDocument payslip, Locale locale) {
        return new Order(
                payslip.head().id(),
                payslip.item().id(),
                Kind.PAYSLIP,
                Labels.language(locale),
                SourceDigest.of(payslip),
                () -> documents.payslip(payslip, locale));
    }

    private static Order order(BatchDocument batch, Kind kind, Locale locale, Supplier<byte[]> rendering) {
        return new Order(batch.head().id(), null, kind, Labels.language(locale), SourceDigest.of(batch), rendering);
    }

    /** The issue of a document since the batch was last completed. */
    private Optional<Issue> issue(UUID orgId, Order order, Instant since) {
        return database.inOrganization(
                orgId,
                dsl -> dsl.selectFrom(DOCUMENTS)
                        .where(
                                DOCUMENTS.BATCH_ID.eq(order.batchId()),
                                DOCUMENTS.ITEM_ID.isNotDistinctFrom(order.itemId()),
                                DOCUMENTS.KIND.eq(order.kind().name()),
                                DOCUMENTS.LOCALE.eq(order.locale().getLanguage()),
                                DOCUMENTS.CREATED_AT.ge(at(since)))
                        .fetchOptional(row -> new Issue(
                                new Hash32(row.getSha256()),
                                row.getSourceSha256() == null ? null : new Hash32(row.getSourceSha256()),
                                row.getContent())));
    }

    private List<Download.Ready> store(UUID orgId, List<Order> orders) {
        List<Download.Ready> made = orders.stream()
                .map(order -> order.rendering().get())
                .map(bytes -> new Download.Ready(bytes, SourceDigest.of(bytes)))
                .toList();
        database.runInOrganization(orgId, dsl -> {
            for (int i = 0; i < orders.size(); i++) {
                store(dsl, orgId, orders.get(i), made.get(i));
            }
        });
        return made;
    }

    private void store(DSLContext dsl, UUID orgId, Order order, Download.Ready made) {
        byte[] content = order.kind() == Kind.REPORT ? made.bytes() : null;
        dsl.insertInto(DOCUMENTS)
                .set(DOCUMENTS.ORG_ID, orgId)
                .set(DOCUMENTS.BATCH_ID, order.batchId())
                .set(DOCUMENTS.ITEM_ID, order.itemId())
                .set(DOCUMENTS.KIND, order.kind().name())
                .set(DOCUMENTS.LOCALE, order.locale().getLanguage())
                .set(DOCUMENTS.SHA256, made.sha256().bytes())
                .set(DOCUMENTS.SOURCE_SHA256, order.source().bytes())
                .set(DOCUMENTS.CONTENT, content)
                .set(DOCUMENTS.CREATED_AT, at(clock.instant()))
                .onConflict(DOCUMENTS.BATCH_ID, DOCUMENTS.ITEM_ID, DOCUMENTS.KIND, DOCUMENTS.LOCALE)
                .doUpdate()
                .set(DOCUMENTS.SHA256, made.sha256().bytes())
                .set(DOCUMENTS.SOURCE_SHA256, order.source().bytes())
                .set(DOCUMENTS.CONTENT, content)
                .set(DOCUMENTS.CREATED_AT, at(clock.instant()))
                .execute();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
