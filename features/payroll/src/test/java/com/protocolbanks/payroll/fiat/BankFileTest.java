package com.protocolbanks.payroll.fiat;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.evm.keys.SigningKey;
import com.protocolbanks.fixtures.RealPostgres;
import com.protocolbanks.identity.Caller;
import com.protocolbanks.payroll.Batch;
import com.protocolbanks.payroll.BatchEvents;
import com.protocolbanks.payroll.Batches;
import com.protocolbanks.payroll.Company;
import com.protocolbanks.payroll.Item;
import com.protocolbanks.payroll.PaymentStatus;
import com.protocolbanks.payroll.Stage;
import com.protocolbanks.payroll.approval.Cancellations;
import com.protocolbanks.payroll.approval.SignedBatches;
import com.protocolbanks.payroll.fiat.BankFiles.Download;
import com.protocolbanks.payroll.fiat.FiatResults.Outcome;
import com.protocolbanks.payroll.fiat.FiatResults.Result;
import com.protocolbanks.payroll.rows.BankDetails;
import com.protocolbanks.payroll.rows.Column;
import com.protocolbanks.payroll.settlement.LegResult;
import com.protocolbanks.payroll.settlement.Settlements;
import com.protocolbanks.payroll.splits.Rail;
import java.io.ByteArrayInputStream;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.Node;

class BankFileTest {
    @RegisterExtension
    static final RealPostgres postgres = new RealPostgres();

    private static final String NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:pain.001.001.09";

    private final SigningKey owner = SigningKey.generate(new SecureRandom());
    private final Company company = Company.in(postgres.web(), Clock.systemUTC(), owner.address(), owner.address());
    private final SignedBatches signed = new SignedBatches(company, owner);
    private final Batches batches = new Batches(postgres.web());
    private final FiatResults results = new FiatResults(postgres.web(), company.issuer);

    @BeforeEach
    void debtor() {
        new Debtors(postgres.web(), company.issuer)
                .set(company.approver, new BankOrder.Debtor("Acme & Co", "DE02120300000000202051", "BYLADEM1001"));
    }

    @Test
    void theFileHoldsWhatWasSigned() throws Exception {
        var id = toBank(2);
        assertThat(files().download(company.id(), id)).isInstanceOf(Download.NothingApproved.class);
        signed.approve(id);
        var first = (Download.Ready) files().download(company.id(), id);
        var again = (Download.Ready) files().download(company.id(), id);
        assertThat(first.file().content()).isEqualTo(again.file().content());

        var document = parse(first.file().content());
        assertThat(texts(document, "NbOfTxs")).containsOnly("2").hasSize(2);
        assertThat(texts(document, "CtrlSum")).containsOnly("20.50").hasSize(2);
        assertThat(texts(document, "InstdAmt")).containsExactly("10.25", "10.25");
        assertThat(texts(document, "IBAN"))
                .containsExactly("DE02120300000000202051", "DE89370400440532013000", "DE89370400440532013000");
        assertThat(texts(document, "EndToEndId"))
                .isEqualTo(legs(id).stream()
                        .map(leg -> leg.id().toString().replace("-", ""))
                        .toList());
        assertThat(children(document.getDocumentElement().getFirstChild())).containsExactly("GrpHdr", "PmtInf");
        assertThat(children(element(document, "PmtInf")))
                .containsExactly(
                        "PmtInfId",
                        "PmtMtd",
                        "NbOfTxs",
                        "CtrlSum",
                        "ReqdExctnDt",
                        "Dbtr",
                        "DbtrAcct",
                        "DbtrAgt",
                        "CdtTrfTxInf",
                        "CdtTrfTxInf");
        assertThat(children(element(document, "CdtTrfTxInf")))
                .containsExactly("PmtId", "Amt", "CdtrAgt", "Cdtr", "CdtrAcct");
    }

    @Test
    void changedBankDetailsVoidTheFile() {
        var id = toBank(2);
        signed.approve(id);
        postgres.administrator().acrossOrganizations(dsl -> dsl.execute("""
                        update payout_legs leg set bank_details = other.bank_details from payout_legs other
                        where leg.batch_id = ? and other.batch_id = leg.batch_id and leg.row_number = 1
                          and other.row_number = 2
                        """, id));
        assertThat(files().download(company.id(), id)).isInstanceOf(Download.Ready.class);
        postgres.administrator()
                .acrossOrganizations(dsl -> dsl.execute(
                        "update payout_legs set units = units + 1 where batch_id = ? and row_number = 1", id));
        assertThat(files().download(company.id(), id)).isInstanceOf(Download.Mismatch.class);
    }

    @Test
    void oneAccountNumberChangedAfterTheApprovalVoidsTheFile() {
        var id = toBank(2);
        signed.approve(id);
        assertThat(files().download(company.id(), id)).isInstanceOf(Download.Ready.class);
        postgres.web().runInOrganization(company.id(), dsl -> {
            var other = company.vault
                    .open(dsl, company.id())
                    .seal(new BankDetails("A < B & C", "DE75512108001245126199", "COBADEFFXXX"));
            dsl.execute("update payout_legs set bank_details = ? where batch_id = ? and row_number = 2", other, id);
        });
        assertThat(files().download(company.id(), id)).isInstanceOf(Download.Mismatch.class);
    }

    @Test
    void theBanksWordEndsTheBatch() {
        var id = toBank(2);
        signed.approve(id);
        awaitBank(id);
        var legs = legs(id);
        assertThat(record(company.preparer, id, List.of())).isInstanceOf(Outcome.Maker.class);
        assertThat(record(company.approver, id, List.of(new Result.Executed(UUID.randomUUID(), "R"))))
                .isInstanceOf(Outcome.UnknownLeg.class);
        var executed = new Result.Executed(legs.get(0).id(), "REF-7");
        assertThat(record(company.approver, id, List.of(executed)))
                .isEqualTo(new Outcome.Recorded(Stage.AWAITING_BANK));
        assertThat(record(company.approver, id, List.of(executed)))
                .isEqualTo(new Outcome.Recorded(Stage.AWAITING_BANK));
        assertThat(record(
                        company.approver,
                        id,
                        List.of(new Result.Rejected(legs.get(0).id(), "AC04"))))
                .isEqualTo(new Outcome.Conflict(legs.get(0).id()));
        assertThat(record(
                        company.approver,
                        id,
                        List.of(new Result.Rejected(legs.get(1).id(), "AC04"))))
                .isEqualTo(new Outcome.Recorded(Stage.DOCUMENTS));
        var items = batches.items(company.id(), id, 0, Optional.empty(), 10);
        assertThat(items).extracting(Item::status).containsExactly(PaymentStatus.SUCCESS, PaymentStatus.FAILED);
        assertThat(items.get(0).legs().getFirst().bankReference()).contains("REF-7");
        assertThat(batch(id).counts().failed()).isEqualTo(1);
    }

    @Test
    void theFileIsNotGivenOutBeforeAllOfTheBatchIsApproved() {
        var id = halfToBank();
        var requests = signed.requests(id);
        assertThat(requests).hasSize(2);
        signed.approve(id, requests.getLast());
        assertThat(files().download(company.id(), id))
                .as("somebody could still edit what the bank has")
                .isInstanceOf(Download.NothingApproved.class);
        signed.approve(id, requests.getFirst());
        assertThat(files().download(company.id(), id)).isInstanceOf(Download.Ready.class);
    }

    @Test
    void whatIsCalledOffIsNotGivenOutAndWhatWasGivenOutIsTheBanks() {
        var early = toBank(1);
        signed.approve(early);
        awaitBank(early);
        assertThat(cancel(early)).isEqualTo(new Cancellations.Outcome.Cancelled(Stage.CANCELLED));
        assertThat(files().download(company.id(), early)).isInstanceOf(Download.NothingApproved.class);

        var late = toBank(1);
        signed.approve(late);
        assertThat(files().download(company.id(), late)).isInstanceOf(Download.Ready.class);
        assertThat(cancel(late)).isEqualTo(new Cancellations.Outcome.AlreadyOver(Stage.QUEUED));
        awaitBank(late);
        assertThat(cancel(late)).isEqualTo(new Cancellations.Outcome.AlreadyOver(Stage.AWAITING_BANK));
        assertThat(files().download(company.id(), late)).isInstanceOf(Download.Ready.class);
    }

    @Test
    void theBanksPartOfACalledOffBatchEndsWithItUnlessTheBankHasIt() {
        var kept = halfToBank();
        signed.approve(kept);
        assertThat(cancel(kept)).isInstanceOf(Cancellations.Outcome.Requested.class);
        assertThat(files().download(company.id(), kept)).isInstanceOf(Download.NothingApproved.class);
        assertThat(calledOff(kept)).isEqualTo(Stage.CANCELLED);

        var given = halfToBank();
        signed.approve(given);
        assertThat(files().download(company.id(), given)).isInstanceOf(Download.Ready.class);
        assertThat(cancel(given)).isInstanceOf(Cancellations.Outcome.Requested.class);
        assertThat(calledOff(given)).isEqualTo(Stage.AWAITING_BANK);
    }

    /** As the worker does once the chain shows that the signed id is dead. */
    private Stage calledOff(UUID id) {
        var settlements = new Settlements(new BatchEvents(company.issuer.clock()), company.issuer.clock());
        var onChain = legs(id).stream().filter(leg -> leg.rail() == Rail.CHAIN).toList();
        return postgres.worker().inOrganization(company.id(), dsl -> {
            settlements.start(dsl, company.id(), id);
            settlements.legsSettled(
                    dsl,
                    company.id(),
                    id,
                    onChain.stream()
                            .<LegResult>map(leg -> new LegResult.Failed(leg.id(), Settlements.CALLED_OFF))
                            .toList());
            settlements.callOffBank(dsl, company.id(), id);
            return settlements.complete(dsl, company.id(), id);
        });
    }

    private Cancellations.Outcome cancel(UUID id) {
        return SignedBatches.answer(new Cancellations(postgres.web(), company.organizations(), company.issuer)
                .cancel(company.preparer, id, Optional.empty()));
    }

    private UUID halfToBank() {
        var people = Company.people(1);
        people.forEach(row -> {
            row.put(Column.SPLIT, "usdt 50 / fiat 50");
            row.put(Column.AMOUNT, "10.50");
            row.put(Column.ACCOUNT, "DE89370400440532013000");
        });
        return company.accepted(Company.rows(people));
    }

    private Outcome record(Caller caller, UUID id, List<Result> words) {
        return SignedBatches.answer(results.record(caller, id, words, Optional.empty()));
    }

    private void awaitBank(UUID id) {
        var settlements = new Settlements(new BatchEvents(company.issuer.clock()), company.issuer.clock());
        var stage = postgres.worker().inOrganization(company.id(), dsl -> settlements.complete(dsl, company.id(), id));
        assertThat(stage).isEqualTo(Stage.AWAITING_BANK);
    }

    /** People paid 10.25 each, all of it by the bank. */
    private UUID toBank(int count) {
        var people = Company.people(count);
        people.forEach(row -> {
            row.put(Column.AMOUNT, "10.25");
            row.put(Column.SPLIT, "fiat 100");
            row.put(Column.ACCOUNT_NAME, "A < B & C");
            row.put(Column.ACCOUNT, "DE89370400440532013000");
            row.put(Column.BANK_CODE, "COBADEFFXXX");
        });
        return company.accepted(Company.rows(people));
    }

    private BankFiles files() {
        return new BankFiles(postgres.web(), signed.runs(), company.vault, new Pain001(), company.issuer);
    }

    private List<Item.Leg> legs(UUID id) {
        return batches.items(company.id(), id, 0, Optional.empty(), 10).stream()
                .flatMap(item -> item.legs().stream())
                .toList();
    }

    private Batch batch(UUID id) {
        return batches.find(company.id(), id).orElseThrow();
    }

    private static Document parse(byte[] xml) throws Exception {
        var factory = DocumentBuilderFactory.newInstance();
        factory.setNamespaceAware(true);
        return factory.newDocumentBuilder().parse(new ByteArrayInputStream(xml));
    }

    private static Element element(Document document, String name) {
        return (Element) document.getElementsByTagNameNS(NAMESPACE, name).item(0);
    }

    private static List<String> texts(Document document, String name) {
        var nodes = document.getElementsByTagNameNS(NAMESPACE, name);
        List<String> texts = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            texts.add(nodes.item(i).getTextContent());
        }
        return texts;
    }

    private static List<String> children(Node parent) {
        List<String> names = new ArrayList<>();
        for (Node child = parent.getFirstChild(); child != null; child = child.getNextSibling()) {
            names.add(child.getLocalName());
        }
        return names;
    }
}
