package com.protocolbanks.payroll.documents;

import static com.protocolbanks.database.generated.Tables.DOCUMENTS;
import static com.protocolbanks.database.generated.Tables.EMPLOYEES;
import static com.protocolbanks.database.generated.Tables.PAYOUT_BATCHES;
import static com.protocolbanks.database.generated.Tables.PAYOUT_ITEMS;
import static com.protocolbanks.database.generated.Tables.PAYOUT_LEGS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.ChainId;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.fixtures.SettableClock;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.identity.Organizations.Founded;
import com.protocolbanks.identity.Organizations.Founding;
import com.protocolbanks.identity.PayoutMode;
import com.protocolbanks.payroll.documents.DocumentStore.Download;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Locale;
import java.util.UUID;
import org.jooq.DSLContext;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class DocumentStoreTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private static final PayrollDocuments WRITER = new PayrollDocuments();
    private static final Instant COMPLETED = Instant.parse("2026-03-31T09:12:44Z");
    private static final int PEOPLE = 5;

    private final SettableClock clock = new SettableClock(COMPLETED.plusSeconds(5));
    private DocumentStore store;
    private UUID orgId;
    private UUID batchId;

    @BeforeEach
    void aBatchThatIsPaid() {
        var organizations = new Organizations(postgres.web(), clock, UUID::randomUUID);
        var wallet = new Address(bytes());
        var founded = (Founded.Created) organizations.create(new Founding(
                "极光 Aurora",
                wallet,
                new ChainId(7000),
                PayoutMode.MODULE,
                Locale.CHINESE,
                "Ada",
                new Address(bytes())));
        orgId = founded.organization().id();
        batchId = UUID.randomUUID();
        postgres.web()
                .runInOrganization(orgId, dsl -> insert(dsl, founded.owner().id()));
        var onWorker = new Organizations(postgres.worker(), clock, UUID::randomUUID);
        store = new DocumentStore(onWorker, postgres.worker(), WRITER, clock);
    }

    @Test
    void issuesEveryDocumentOnceAndHandsOutTheSameBytes() {
        store.writeAll(orgId, batchId);
        assertThat(issued()).isEqualTo(2 + 2 + 2 + PEOPLE);

        var first = ready(store.report(orgId, batchId, Locale.ENGLISH));
        clock.advance(Duration.ofDays(1));
        store.writeAll(orgId, batchId);

        assertThat(issued()).isEqualTo(2 + 2 + 2 + PEOPLE);
        assertThat(ready(store.report(orgId, batchId, Locale.UK)).sha256()).isEqualTo(first.sha256());
        assertThat(new String(first.bytes(), 0, 5, java.nio.charset.StandardCharsets.US_ASCII))
                .isEqualTo("%PDF-");
        assertThat(ready(store.itemsCsv(orgId, batchId, Locale.CHINESE)).bytes())
                .startsWith(0xEF, 0xBB, 0xBF);
        assertThat(ready(store.journal(orgId, batchId, Locale.CHINESE)).bytes()).isNotEmpty();
    }

    @Test
    void payslipInTheOtherLanguageIsIssuedWhenAskedFor() {
        store.writeAll(orgId, batchId);
        int before = issued();

        var english = ready(store.payslip(orgId, batchId, item(1), Locale.ENGLISH));

        assertThat(issued()).isEqualTo(before + 1);
        assertThat(ready(store.payslip(orgId, batchId, item(1), Locale.ENGLISH)).sha256())
                .isEqualTo(english.sha256());
        assertThat(ready(store.payslip(orgId, batchId, item(1), Locale.CHINESE)).sha256())
                .isNotEqualTo(english.sha256());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "payout_legs set to_address = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee' where item_id",
                "payout_legs set units = units + 1 where item_id",
                "payout_legs set tx_hash = '0x' || repeat('cd', 32) where item_id",
                "payout_legs set status = 'FAILED' where item_id",
                "payout_items set amount = amount + 0.01 where id",
                "payout_items set paid_amount = paid_amount - 0.01 where id",
                "payout_items set name = 'Somebody Else' where id",
                "payout_items set wallet_address = '0xeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee' where id"
            })
    void aChangedRowIsNoticed(String change) {
        store.writeAll(orgId, batchId);
        postgres.administrator().acrossOrganizations(dsl -> dsl.execute("update " + change + " = ?", item(2)));

        assertThat(store.payslip(orgId, batchId, item(2), Locale.CHINESE)).isInstanceOf(Download.Differs.class);
        assertThat(store.report(orgId, batchId, Locale.ENGLISH)).isInstanceOf(Download.Differs.class);
        assertThat(store.payslip(orgId, batchId, item(3), Locale.CHINESE)).isInstanceOf(Download.Ready.class);
    }

    @Test
    void changedBytesOfAKeptReportAreNoticed() {
        store.writeAll(orgId, batchId);
        postgres.worker()
                .runInOrganization(
                        orgId,
                        dsl -> dsl.update(DOCUMENTS)
                                .set(DOCUMENTS.CONTENT, new byte[] {1})
                                .where(DOCUMENTS.BATCH_ID.eq(batchId), DOCUMENTS.KIND.eq("REPORT"))
                                .execute());

        assertThat(store.report(orgId, batchId, Locale.ENGLISH)).isInstanceOf(Download.Differs.class);
    }

    @Test
    void aNewLayoutIsIssuedAnew() {
        store.writeAll(orgId, batchId);
        postgres.worker()
                .runInOrganization(
                        orgId,
                        dsl -> dsl.update(DOCUMENTS)
                                .set(DOCUMENTS.SHA256, new byte[32])
                                .where(DOCUMENTS.BATCH_ID.eq(batchId), DOCUMENTS.KIND.eq("PAYSLIP"))
                                .execute());

        var again = ready(store.payslip(orgId, batchId, item(1), Locale.CHINESE));

        assertThat(again.sha256()).isEqualTo(SourceDigest.of(again.bytes()));
        assertThat(ready(store.payslip(orgId, batchId, item(1), Locale.CHINESE)).sha256())
                .isEqualTo(again.sha256());
    }

    @Test
    void whatWasPaidLaterIsIssuedAgain() {
        store.writeAll(orgId, batchId);
        var before = ready(store.report(orgId, batchId, Locale.ENGLISH));
        postgres.worker()
                .runInOrganization(
                        orgId,
                        dsl -> dsl.update(PAYOUT_BATCHES)
                                .set(
                                        PAYOUT_BATCHES.COMPLETED_AT,
                                        COMPLETED.plusSeconds(3600).atOffset(ZoneOffset.UTC))
                                .where(PAYOUT_BATCHES.ID.eq(batchId))
                                .execute());
        clock.advance(Duration.ofHours(2));

        store.writeAll(orgId, batchId);

        assertThat(ready(store.report(orgId, batchId, Locale.ENGLISH)).sha256()).isNotEqualTo(before.sha256());
        assertThat(issued()).isEqualTo(2 + 2 + 2 + PEOPLE);
    }

    @Test
    void onlyCompletedBatchesOfTheOwnOrganizationHaveDocuments() {
        assertThat(store.report(orgId, UUID.randomUUID(), Locale.ENGLISH)).isEqualTo(new Download.Missing());
        assertThat(store.report(UUID.randomUUID(), batchId, Locale.ENGLISH)).isEqualTo(new Download.Missing());
        assertThat(store.payslip(orgId, batchId, UUID.randomUUID(), Locale.ENGLISH))
                .isEqualTo(new Download.Missing());

        postgres.worker()
                .runInOrganization(
                        orgId,
                        dsl -> dsl.update(PAYOUT_BATCHES)
                                .set(PAYOUT_BATCHES.STATUS, "PROCESSING")
                                .set(PAYOUT_BATCHES.STAGE, "CONFIRMING")
                                .where(PAYOUT_BATCHES.ID.eq(batchId))
                                .execute());

        assertThat(store.report(orgId, batchId, Locale.ENGLISH)).isEqualTo(new Download.NotCompleted("PROCESSING"));
        assertThatThrownBy(() -> store.writeAll(orgId, batchId)).isInstanceOf(IllegalStateException.class);
    }

    private static Download.Ready ready(Download download) {
        assertThat(download).isInstanceOf(Download.Ready.class);
        return (Download.Ready) download;
    }

    private int issued() {
        return postgres.worker()
                .inOrganization(orgId, dsl -> dsl.fetchCount(DOCUMENTS, DOCUMENTS.BATCH_ID.eq(batchId)));
    }

    private UUID item(int row) {
        return postgres.worker()
                .inOrganization(
                        orgId,
                        dsl -> dsl.select(PAYOUT_ITEMS.ID)
                                .from(PAYOUT_ITEMS)
                                .where(PAYOUT_ITEMS.BATCH_ID.eq(batchId), PAYOUT_ITEMS.ROW_NUMBER.eq(row))
                                .fetchSingle()
                                .value1());
    }

    private void insert(DSLContext dsl, UUID owner) {
        dsl.insertInto(PAYOUT_BATCHES)
                .set(PAYOUT_BATCHES.ID, batchId)
                .set(PAYOUT_BATCHES.ORG_ID, orgId)
                .set(PAYOUT_BATCHES.TOTAL_AMOUNT, new BigDecimal(100 * PEOPLE))
                .set(PAYOUT_BATCHES.TOKEN_SYMBOL, "USDT")
                .set(PAYOUT_BATCHES.STATUS, "COMPLETED")
                .set(PAYOUT_BATCHES.STAGE, "DOCUMENTS")
                .set(PAYOUT_BATCHES.ITEM_COUNT, PEOPLE)
                .set(PAYOUT_BATCHES.CREATED_BY, owner)
                .set(PAYOUT_BATCHES.FILE_SHA256, new byte[32])
                .set(PAYOUT_BATCHES.CREATED_AT, COMPLETED.minusSeconds(600).atOffset(ZoneOffset.UTC))
                .set(PAYOUT_BATCHES.COMPLETED_AT, COMPLETED.atOffset(ZoneOffset.UTC))
                .execute();
        for (int row = 1; row <= PEOPLE; row++) {
            insertItem(dsl, row, UUID.randomUUID(), UUID.randomUUID(), new Address(bytes()).lower());
        }
    }

    private void insertItem(DSLContext dsl, int row, UUID employee, UUID item, String wallet) {
        dsl.insertInto(EMPLOYEES)
                .set(EMPLOYEES.ID, employee)
                .set(EMPLOYEES.ORG_ID, orgId)
                .set(EMPLOYEES.NAME, "王芳")
                .set(EMPLOYEES.WALLET_ADDRESS, wallet)
                .execute();
        dsl.insertInto(PAYOUT_ITEMS)
                .set(PAYOUT_ITEMS.ID, item)
                .set(PAYOUT_ITEMS.ORG_ID, orgId)
                .set(PAYOUT_ITEMS.BATCH_ID, batchId)
                .set(PAYOUT_ITEMS.EMPLOYEE_ID, employee)
                .set(PAYOUT_ITEMS.AMOUNT, new BigDecimal(100))
                .set(PAYOUT_ITEMS.PAID_AMOUNT, new BigDecimal(100))
                .set(PAYOUT_ITEMS.STATUS, "SUCCESS")
                .set(PAYOUT_ITEMS.ROW_NUMBER, row)
                .set(PAYOUT_ITEMS.NAME, "王芳")
                .set(PAYOUT_ITEMS.WALLET_ADDRESS, wallet)
                .execute();
        dsl.insertInto(PAYOUT_LEGS)
                .set(PAYOUT_LEGS.ORG_ID, orgId)
                .set(PAYOUT_LEGS.BATCH_ID, batchId)
                .set(PAYOUT_LEGS.ITEM_ID, item)
                .set(PAYOUT_LEGS.ROW_NUMBER, row)
                .set(PAYOUT_LEGS.RAIL, "CHAIN")
                .set(PAYOUT_LEGS.ASSET, "USDT")
                .set(PAYOUT_LEGS.DECIMALS, 6)
                .set(PAYOUT_LEGS.UNITS, BigInteger.valueOf(100_000_000))
                .set(PAYOUT_LEGS.TO_ADDRESS, wallet)
                .set(PAYOUT_LEGS.PAYEE_NAME, "王芳")
                .set(PAYOUT_LEGS.STATUS, "SUCCESS")
                .set(PAYOUT_LEGS.TX_HASH, "0x" + "ab".repeat(32))
                .execute();
    }

    private static byte[] bytes() {
        var bytes = new byte[20];
        java.util.concurrent.ThreadLocalRandom.current().nextBytes(bytes);
        return bytes;
    }
}
