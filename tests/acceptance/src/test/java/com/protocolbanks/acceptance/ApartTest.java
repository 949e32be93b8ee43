package com.protocolbanks.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import com.protocolbanks.database.Database;
import com.protocolbanks.database.DatabaseUrl;
import com.protocolbanks.embedded.DevelopmentToken;
import com.protocolbanks.embedded.ServerProcess;
import com.protocolbanks.evm.Address;
import com.protocolbanks.evm.Keccak;
import com.protocolbanks.fixtures.Eventually;
import com.protocolbanks.fixtures.LocalChainFixture;
import com.protocolbanks.pb.company.DemoCompany;
import com.protocolbanks.pb.company.PayrollClient;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.io.TempDir;

/** Web and two workers, each a process of its own, over PostgreSQL behind PgBouncer and Redis as a system installs them. */
@TestMethodOrder(OrderAnnotation.class)
class ApartTest {
    private static final Duration PATIENCE = Duration.ofMinutes(3);
    /** More than two chunks. */
    private static final int PEOPLE = 450;

    @TempDir
    static Path folder;

    private static Stack stack;
    private static PayrollClient payroll;
    private static ServerProcess firstWorker;
    private static ServerProcess secondWorker;

    @BeforeAll
    static void start() {
        stack = Stack.prepare(folder);
        stack.web();
        firstWorker = stack.worker("worker-1");
        secondWorker = stack.worker("worker-2");
        try (var database = Database.open(DatabaseUrl.of(stack.servers().pooledUrl("pb_web")), 2)) {
            var company =
                    new DemoCompany(LocalChainFixture.contracts(), database, Clock.systemUTC(), new SecureRandom());
            payroll = new PayrollClient(stack.url(), company.found());
            for (int owner = 0; owner < DemoCompany.OWNERS.size(); owner++) {
                payroll.signIn(owner);
            }
        }
    }

    @AfterAll
    static void stop() {
        stack.close();
    }

    @Test
    @Order(1)
    void aPayrollIsPaidByTwoWorkersExactlyOnce() {
        var people = people("first", PEOPLE);
        var batch = approved(people, "2026-01");
        var done = payroll.awaitDone(batch, PATIENCE);
        assertThat(done.path("status").asString()).isEqualTo("COMPLETED");
        assertPaidOnce(people);
    }

    @Test
    @Order(2)
    void aWorkerKilledInTheMiddleOfAPayrollIsReplacedByTheOther() throws Exception {
        var people = people("second", PEOPLE);
        var batch = approved(people, "2026-02");
        payroll.await(batch, PATIENCE, state -> !state.path("status").asString().equals("PENDING"));
        firstWorker.process().destroyForcibly().waitFor();
        payroll.awaitDone(batch, PATIENCE);
        assertPaidOnce(people);
    }

    @Test
    @Order(3)
    void aWorkerAskedToEndFinishesAndEnds() throws Exception {
        secondWorker.process().destroy();
        assertThat(secondWorker.process().waitFor(3, TimeUnit.MINUTES)).isTrue();
        assertThat(stack.log("worker-2")).contains("ended");
    }

    @Test
    @Order(4)
    void aPayrollApprovedWhileNoWorkerRunsIsPaidByTheNextOne() {
        var people = people("third", 3);
        var batch = approved(people, "2026-03");
        stack.worker("worker-3");
        payroll.awaitDone(batch, PATIENCE);
        assertPaidOnce(people);
    }

    private static String approved(Map<Address, BigInteger> people, String period) {
        List<Map<String, String>> items = new ArrayList<>();
        people.forEach((address, units) -> items.add(Map.of(
                "name", "Person " + address.lower().substring(2, 10),
                "walletAddress", address.toString(),
                "amount", new java.math.BigDecimal(units, DevelopmentToken.USDC.decimals()).toPlainString())));
        var batch = payroll.submit(items, period).path("id").asString();
        payroll.approve(batch);
        return batch;
    }

    /** People nobody has paid before, each with an amount of their own. */
    private static Map<Address, BigInteger> people(String seed, int count) {
        var people = new HashMap<Address, BigInteger>();
        for (int n = 0; n < count; n++) {
            var hash = Keccak.hash((seed + n).getBytes(StandardCharsets.UTF_8)).bytes();
            people.put(new Address(Arrays.copyOf(hash, Address.LENGTH)), BigInteger.valueOf(1_000_000L + n));
        }
        return people;
    }

    private static void assertPaidOnce(Map<Address, BigInteger> people) {
        Eventually.holds(() -> people.forEach(
                (address, units) -> assertThat(LocalChainFixture.contracts().balance(DevelopmentToken.USDC, address))
                        .as(address.toString())
                        .isEqualTo(units)));
    }
}
