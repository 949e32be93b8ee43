package com.protocolbanks.pb.check;

import static com.protocolbanks.database.generated.Tables.ATTEMPTS;
import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.LocalChain;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.embedded.Refusal;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Hash32;
import com.protocolbanks.evm.contracts.MultiSendCalls;
import com.protocolbanks.evm.keys.Keystore;
import com.protocolbanks.evm.rpc.JsonRpcChainClient;
import com.protocolbanks.evm.transaction.FeeMarketTransaction;
import com.protocolbanks.evm.transaction.FeeMarketTransaction.Fees;
import com.protocolbanks.evm.transaction.OpenSigner;
import com.protocolbanks.evm.transaction.SignedTransaction;
import com.protocolbanks.identity.Organizations;
import com.protocolbanks.payouts.reconciliation.Difference;
import com.protocolbanks.payouts.reconciliation.Difference.Kind;
import com.protocolbanks.payouts.reconciliation.Reconciled;
import com.protocolbanks.payouts.reconciliation.Reconciliation;
import com.protocolbanks.payroll.settlement.BookedRuns;
import com.protocolbanks.pb.company.DemoCompany;
import com.protocolbanks.worker.WorkerApp;
import java.io.IOException;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.file.Files;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** What can happen to a payroll between approval and payslip, over the HTTP API and on a real chain. */
class PaydayTest {
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static Trial trial;
    private static ChainControl chain;

    @BeforeAll
    static void open() throws Exception {
        trial = Trial.open("payday", new LocalChain.Mining.EachTransactionAndEvery(1));
        chain = new ChainControl(trial.premises().servers().chainUrl());
    }

    @AfterAll
    static void close() {
        trial.close();
    }

    @Test
    void everybodyIsPaidAndWhoCannotBeIsNamedWithTheReason() throws Exception {
        var good = Trial.payees(1, 5);
        var bad = Trial.payees(2, 3);
        var refusals = List.of(Refusal.BLACKLISTED, Refusal.RETURNS_FALSE, Refusal.BURNS_GAS);
        for (int i = 0; i < bad.size(); i++) {
            trial.premises().servers().contracts().refuse(Address.of(bad.get(i).address()), refusals.get(i));
        }
        var all = new ArrayList<>(good);
        all.addAll(bad);
        var batch = trial.approved(all, "mixed");
        try (var _ = WorkerApp.start(trial.premises().worker())) {
            var state = trial.client().awaitDone(batch, PATIENCE);
            assertThat(state.path("status").asString()).isEqualTo("COMPLETED");
        }
        assertThat(trial.wrongBalances(good, true)).isEmpty();
        assertThat(trial.wrongBalances(bad, false)).isEmpty();
        assertThat(reasons(batch)).containsExactly("", "", "", "", "", "BLACKLISTED", "RETURNED_FALSE", "OUT_OF_GAS");
        assertThat(compared(batch).differences()).isEmpty();
        assertThat(compared(batch).payments()).isEqualTo(5);

        write("status = 'FAILED', tx_hash = null", batch, good.get(0));
        write("units = units + 1", batch, good.get(1));
        write("status = 'SUCCESS', tx_hash = '0x" + "7".repeat(64) + "'", batch, bad.get(0));
        assertThat(compared(batch).differences())
                .extracting(Difference::kind)
                .containsExactlyInAnyOrder(
                        Kind.PAID_NOT_BOOKED,
                        Kind.BOOKED_NOT_PAID,
                        Kind.NOT_MOVED,
                        Kind.MOVED_BESIDE,
                        Kind.TOTAL_DIFFERS);
    }

    private static Reconciled compared(String batch) {
        var servers = trial.premises().servers();
        try (var database = Database.open(servers.database(Role.WORKER), 2)) {
            var clock = Clock.systemUTC();
            var books = new BookedRuns(database, new Organizations(database, clock, UUID::randomUUID));
            var client = new JsonRpcChainClient(
                    JsonRpcChainClient.http(Duration.ofSeconds(5)), servers.chainUrl(), Duration.ofSeconds(20));
            return new Reconciliation(database, books, client, clock)
                    .reconcile(trial.cast().organization().id(), UUID.fromString(batch))
                    .orElseThrow();
        }
    }

    /** Falsifies the books of one payment. */
    private static void write(String change, String batch, Trial.Payee payee) {
        try (var database = Database.open(trial.premises().servers().database(Role.WORKER), 1)) {
            int changed = database.<Integer>inOrganization(
                    trial.cast().organization().id(),
                    dsl -> dsl.execute(
                            "update payout_legs set " + change + " where batch_id = ?::uuid and to_address = ?",
                            batch,
                            payee.address().toLowerCase(Locale.ROOT)));
            assertThat(changed).isEqualTo(1);
        }
    }

    @Test
    void aWalletWithoutFundsWaitsAndGoesOnWhenItIsFilled() throws Exception {
        var rich = List.of(
                new Trial.Payee("Rich One", Trial.payees(3, 1).getFirst().address(), new BigDecimal("4000000")));
        var batch = trial.approved(rich, "rich");
        try (var _ = WorkerApp.start(trial.premises().worker())) {
            awaitStall(batch, "INSUFFICIENT_FUNDS");
            assertThat(trial.wrongBalances(rich, false)).isEmpty();
            trial.premises()
                    .servers()
                    .contracts()
                    .mint(
                            DevelopmentToken.USDC,
                            trial.cast().organization().walletAddress(),
                            new BigInteger("4000000000000"));
            var state = trial.client().awaitDone(batch, PATIENCE);
            assertThat(state.path("stall").isNull()).isTrue();
        }
        assertThat(trial.wrongBalances(rich, true)).isEmpty();
    }

    @Test
    void gasAboveTheCeilingIsWaitedFor() throws Exception {
        var payees = Trial.payees(9, 3);
        var batch = trial.approved(payees, "dear");
        chain.gasCosts(1_000_000_000_000_000_000L);
        try (var _ = WorkerApp.start(trial.premises().worker())) {
            awaitStall(batch, "FEES_TOO_HIGH");
            assertThat(trial.wrongBalances(payees, false)).isEmpty();
            chain.gasCosts(1_000_000_000);
            trial.client().awaitDone(batch, PATIENCE);
        }
        assertThat(trial.wrongBalances(payees, true)).isEmpty();
    }

    @Test
    void aFrozenWalletPaysNothingUntilItIsReleased() throws Exception {
        var payees = Trial.payees(4, 3);
        var batch = trial.approved(payees, "frozen");
        freeze(true);
        try (var _ = WorkerApp.start(trial.premises().worker())) {
            awaitStall(batch, "FROZEN");
            assertThat(trial.wrongBalances(payees, false)).isEmpty();
            freeze(false);
            trial.client().awaitDone(batch, PATIENCE);
        }
        assertThat(trial.wrongBalances(payees, true)).isEmpty();
    }

    @Test
    void aDroppedBlockIsPaidAgainExactlyOnce() throws Exception {
        var payees = Trial.payees(5, 250);
        var batch = trial.approved(payees, "reorganized");
        try (var _ = WorkerApp.start(trial.premises().worker())) {
            trial.client().awaitDone(batch, PATIENCE);
            chain.reorganize(4);
            trial.client().await(batch, PATIENCE, state -> {
                try {
                    return trial.wrongBalances(payees, true).isEmpty()
                            && state.path("stage").asString().equals("DONE");
                } catch (Exception e) {
                    throw new IllegalStateException(e);
                }
            });
        }
    }

    /** A dropped transaction may come back as another variant of its nonce; what is written has to follow it. */
    @Test
    void aDroppedBlockIsNoticedUnderAnyVariantOfItsTransaction() throws Exception {
        var payees = Trial.payees(6, 3);
        var batch = trial.approved(payees, "variant");
        try (var _ = WorkerApp.start(trial.premises().worker())) {
            trial.client().awaitDone(batch, PATIENCE);
            var settled = transactions(batch);
            var raised = signNewestAgain();
            chain.reorganize(4);
            trial.client().await(batch, PATIENCE, state -> transactions(batch).equals(Set.of(raised)));
            assertThat(settled).doesNotContain(raised);
            trial.client().awaitDone(batch, PATIENCE);
        }
        assertThat(trial.wrongBalances(payees, true)).isEmpty();
    }

    /** One of two tokens is signed when a batch is called off: it ends only where the wallet has cancelled that id. */
    @Test
    void aBatchCalledOffHalfSignedEndsWhenTheWalletCancelsWhatIsSigned() {
        var payable = halfSigned(7);
        trial.client().cancel(payable);
        var dead = halfSigned(8);
        var id = trial.client().cancel(dead).path("onChainBatchIds").path(0).asString();
        chain.callAs(
                trial.cast().organization().walletAddress().toString(),
                trial.premises().servers().contracts().multiSend().toString(),
                MultiSendCalls.cancelBatch(Hash32.of(id)));
        try (var _ = WorkerApp.start(trial.premises().worker())) {
            trial.client().awaitFailed(dead, PATIENCE);
            awaitStall(payable, "CANCEL_REQUESTED");
        }
        assertThat(reasons(dead)).containsExactly("CANCELLED", "CANCELLED");
        assertThat(reasons(payable)).containsExactly("", "");
    }

    /** A batch in two tokens, all owners having signed for one of them. */
    private static String halfSigned(int series) {
        List<Map<String, String>> rows = new ArrayList<>();
        Trial.payees(series, 2).forEach(payee -> rows.add(new HashMap<>(payee.row())));
        rows.getLast().put("token", "USDT");
        var batch =
                trial.client().submit(rows, "half signed " + series).path("id").asString();
        var request = trial.client().requests(batch).getFirst();
        for (int owner = 0; owner < DemoCompany.OWNERS.size(); owner++) {
            trial.client().approve(batch, owner, request);
        }
        return batch;
    }

    private static Set<String> transactions(String batch) {
        return trial.client().items(batch).stream()
                .flatMap(item -> item.path("legs").valueStream())
                .map(leg -> leg.path("txHash").asString(""))
                .collect(Collectors.toSet());
    }

    /** Stores a variant of the newest transaction with twice its fee, as a worker does whose transaction got stuck. */
    private static String signNewestAgain() throws IOException {
        var operator = trial.premises().worker().operator();
        var key = Keystore.open(
                operator.keystore(), Files.readString(operator.passwordFile()).strip());
        try (var database = Database.open(trial.premises().servers().database(Role.WORKER), 1)) {
            return database.acrossOrganizations(dsl -> {
                var newest = dsl.selectFrom(ATTEMPTS)
                        .orderBy(ATTEMPTS.NONCE.desc())
                        .limit(1)
                        .fetchSingle();
                var old = SignedTransaction.of(newest.getRaw()).unsigned();
                var fees = new Fees(
                        old.fees().priority().shiftLeft(1), old.fees().cap().shiftLeft(1));
                var raised = new OpenSigner(key)
                        .sign(new FeeMarketTransaction(
                                old.chainId(), old.nonce(), fees, old.gasLimit(), old.to(), old.value(), old.data()));
                newest.setHash(raised.hash().bytes());
                newest.setRaw(raised.raw());
                newest.setState("EXCLUDED");
                newest.setBlockNumber(null);
                newest.setBlockHash(null);
                newest.setCreatedAt(newest.getCreatedAt().plusSeconds(1));
                dsl.insertInto(ATTEMPTS).set(newest).execute();
                return raised.hash().hex();
            });
        }
    }

    private static List<String> reasons(String batch) {
        return trial.client().items(batch).stream()
                .map(item -> item.path("reason"))
                .map(reason -> reason.isNull() ? "" : reason.asString())
                .toList();
    }

    private static void awaitStall(String batch, String reason) {
        trial.client().await(batch, PATIENCE, state -> stall(state).equals(reason));
    }

    private static String stall(JsonNode state) {
        return state.path("stall").path("reason").asString("");
    }

    private static void freeze(boolean frozen) {
        var wallet = trial.cast().organization().walletAddress();
        chain.callAs(
                wallet.toString(),
                trial.premises().servers().contracts().multiSend().toString(),
                MultiSendCalls.setFrozen(wallet, frozen));
    }
}
