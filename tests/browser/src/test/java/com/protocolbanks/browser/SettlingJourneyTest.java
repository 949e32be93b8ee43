package com.protocolbanks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.protocolbanks.browser.Visitor.Look;
import com.protocolbanks.embedded.Refusal;
import com.protocolbanks.evm.Address;
import com.protocolbanks.pb.company.PayrollClient;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What follows a payroll, by hand on its page: the bank's word, another try, a change, a cancel; and the people's forms. */
class SettlingJourneyTest {
    private static final int OLIVIA = 0;
    private static final int PAULA = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(5);
    private static final String REFUSED = "0xd1000000000000000000000000000000000000d1";

    @RegisterExtension
    static final RunningProduct PRODUCT = new RunningProduct();

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static PayrollClient payroll;

    @BeforeAll
    static void signOwnersIn() {
        payroll = PRODUCT.client();
        payroll.signIn(0);
        payroll.signIn(1);
    }

    @Test
    void theBanksWordIsRecordedAndWhatFailedIsTriedAgain() {
        PRODUCT.product().servers().contracts().refuse(Address.of(REFUSED), Refusal.BLACKLISTED);
        var batch = submitted(
                "2026-05",
                Map.of("name", "Rita Refused", "walletAddress", REFUSED, "amount", "12.50"),
                Map.of(
                        "name", "Bernd Bank",
                        "walletAddress", "0xd2000000000000000000000000000000000000d2",
                        "amount", "100.00",
                        "split", "usdc 50 / fiat 50",
                        "account", "DE89370400440532013000",
                        "bankCode", "COBADEFFXXX"));
        payroll.approve(batch);
        payroll.await(batch, PATIENCE, state -> state.path("stage").asString().equals("AWAITING_BANK"));
        recordTheBanksWord(batch);
        payroll.awaitDone(batch, PATIENCE);
        retryWhatFailed(batch);
        var done = payroll.await(
                batch, PATIENCE, state -> state.path("counts").path("success").asInt() == 2);
        assertThat(done.path("counts").path("failed").asInt()).isZero();
        var compared =
                FalsifiedBooks.compared(PRODUCT.product().servers(), PRODUCT.organization(), UUID.fromString(batch));
        assertThat(compared.differences()).isNotEmpty();
        try (var olivia = visitor(Look.light("zh")).signIn(OLIVIA)) {
            assertThat(olivia.page().locator(".todo").textContent()).contains("不一致");
            olivia.open("/payouts/" + batch);
            assertThat(olivia.page().locator(".note.bad li").allTextContents()).hasSameSizeAs(compared.differences());
            olivia.look("batch-differs");
        }
    }

    private static void recordTheBanksWord(String batch) {
        try (var olivia = visitor(Look.light("zh")).signIn(OLIVIA)) {
            olivia.open("/payouts/" + batch);
            var page = olivia.page();
            page.waitForSelector("#bank-results");
            olivia.look("batch-bank");
            page.locator("[data-reference]").fill("BANK-2026-77");
            page.locator("#bank-results button").focus();
            page.keyboard().press("Enter");
            page.waitForSelector("#bank-results", new Page.WaitForSelectorOptions().setState(detached()));
        }
    }

    private static void retryWhatFailed(String batch) {
        try (var paula = visitor(new Look("en", 1280, true)).signIn(PAULA)) {
            paula.open("/payouts/" + batch);
            var page = paula.page();
            page.waitForSelector("[data-act='retry-failed']");
            assertThat(page.locator("table").allTextContents()).anyMatch(table -> table.contains("BANK-2026-77"));
            paula.look("batch-failed");
            PRODUCT.product().servers().contracts().refuse(Address.of(REFUSED), Refusal.NONE);
            page.locator("[data-act='retry-failed']").focus();
            page.keyboard().press("Enter");
            page.waitForSelector("[data-act='retry-failed']", new Page.WaitForSelectorOptions().setState(detached()));
        }
    }

    @Test
    void aPayrollIsChangedOnItsPageBeforeItIsApproved() {
        var batch = submitted("2026-06", person("Edda Edit", "e1", "10.00"), person("Emil Edit", "e2", "20.00"));
        try (var paula = visitor(Look.light("en")).signIn(PAULA)) {
            paula.open("/payouts/" + batch);
            var page = paula.page();
            page.locator("a[href$='/edit']").click();
            page.waitForSelector("#grid tbody input");
            page.waitForSelector("#submit:visible");
            paula.look("edit");
            page.locator("#grid tbody tr").first().locator("input").nth(3).fill("30.5");
            page.keyboard().press("Enter");
            page.waitForFunction("() => document.getElementById('total').textContent === '50.50'");
            page.locator("#submit").click();
            page.waitForURL(url -> url.endsWith("/payouts/" + batch));
            assertThat(page.locator(".sum").first().textContent()).contains("50.50");
            assertThat(page.locator(".events").textContent()).contains("changed");
        }
        assertThat(payroll.items(batch).getFirst().path("amount").asString()).isEqualTo("30.50000000");
    }

    @Test
    void aPayrollIsCalledOff() {
        var batch = submitted("2026-07", person("Carla Cancel", "c1", "10.00"));
        try (var paula = visitor(Look.light("en")).signIn(PAULA)) {
            paula.open("/payouts/" + batch);
            var page = paula.page();
            page.locator("details summary").first().click();
            page.locator("[data-act='cancel']").click();
            page.waitForSelector("[data-act='cancel']", new Page.WaitForSelectorOptions().setState(detached()));
            paula.look("batch-cancelled");
        }
        assertThat(payroll.batch(batch).path("stage").asString()).isEqualTo("CANCELLED");
    }

    @Test
    void aPersonIsAddedWithASplitRepairedAndVouchedFor() {
        String person;
        try (var paula = visitor(Look.light("en")).signIn(PAULA)) {
            paula.open("/people/new");
            var page = paula.page();
            page.locator("#name").fill("Petra Person");
            page.locator("#address").fill("0xa5000000000000000000000000000000000000a5");
            page.locator("[data-share='fiat']").fill("30");
            paula.look("person-new");
            page.locator("details summary").click();
            page.locator("#account").fill("DE89370400440532013001");
            page.locator("form#person button").click();
            page.waitForSelector(".note.bad");
            paula.look("person-refused");
            page.locator("details summary").click();
            page.locator("#account").fill("DE89370400440532013000");
            page.locator("form#person button").click();
            page.waitForURL(url -> url.matches(".*/people/[0-9a-f-]{36}"));
            assertThat(page.locator("#history").isVisible()).isTrue();
            person = page.url().replaceFirst(".*(/people/)", "$1");
        }
        try (var olivia = visitor(Look.light("zh")).signIn(OLIVIA)) {
            olivia.open(person);
            var page = olivia.page();
            page.locator("#vouched").fill("0xa6000000000000000000000000000000000000a6");
            olivia.leave(() -> page.locator("form[action$='/vouch'] button").click());
            olivia.look("person-vouched");
        }
        try (var paula = visitor(Look.light("en")).signIn(PAULA)) {
            paula.open(person);
            var page = paula.page();
            page.locator("#address").fill("0xa6000000000000000000000000000000000000a6");
            paula.leave(() -> page.locator("form#person button").click());
            assertThat(page.locator("#history ~ *, table").last().textContent().toLowerCase(Locale.ROOT))
                    .contains("0xa6");
        }
    }

    private static WaitForSelectorState detached() {
        return WaitForSelectorState.DETACHED;
    }

    @SafeVarargs
    private static String submitted(String period, Map<String, String>... rows) {
        return payroll.submit(List.of(rows), period).path("id").asString();
    }

    private static Map<String, String> person(String name, String seed, String amount) {
        return Map.of("name", name, "walletAddress", "0x" + seed + "0".repeat(36) + seed, "amount", amount);
    }

    private static Visitor visitor(Look look) {
        return new Visitor(CHROMIUM.browser(), PRODUCT.url(), look);
    }
}
