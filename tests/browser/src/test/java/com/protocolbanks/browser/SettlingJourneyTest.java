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
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** What follows a payroll, by hand on its page: the bank's word, another try, a cancel. */
class SettlingJourneyTest {
    private static final int OLIVIA = 0;
    private static final int PAULA = 2;
    private static final Duration PATIENCE = Duration.ofMinutes(2);
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
        payroll.awaitDone(batch, PATIENCE);
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
        var done = payroll.await(
                batch, PATIENCE, state -> state.path("counts").path("success").asInt() == 2);
        assertThat(done.path("counts").path("failed").asInt()).isZero();
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
