package com.protocolbanks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.WaitForSelectorState;
import com.protocolbanks.browser.Visitor.Look;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A payroll from the dropped file to the downloaded report, by three people, in both languages. */
class PayrollJourneyTest {
    private static final int OLIVIA = 0;
    private static final int ANDREW = 1;
    private static final int PAULA = 2;

    @RegisterExtension
    static final RunningProduct PRODUCT = new RunningProduct();

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @TempDir
    Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void fileIsRepairedSubmittedApprovedPaidAndDownloaded(String language) throws IOException {
        var batch = submitted(language);
        approved(language, batch, OLIVIA);
        approved(language, batch, ANDREW);
        try (var paula = visitor(Look.light(language)).signIn(PAULA)) {
            paula.open(batch);
            paula.page().waitForSelector("a[href*='report.pdf']");
            paula.look("batch-paid");
            paula.lookAtPdf("a[href*='report.pdf']", "report");
            paula.lookAtPdf("a[href*='payslip.pdf']", "payslip");
            paula.open("/documents");
            paula.look("documents");
            paula.open("/people");
            paula.look("people");
            paula.page().locator("tbody a").first().click();
            paula.page().waitForSelector("[data-sum]:not(:empty)");
            paula.look("person");
        }
    }

    /** Uploads a file with errors, repairs it in the grid with the keyboard, and submits; the batch's path comes back. */
    private String submitted(String language) throws IOException {
        try (var paula = visitor(Look.light(language))) {
            paula.open("/sign-in");
            paula.page().waitForSelector(".wallet");
            paula.look("sign-in");
            paula.signIn(PAULA);
            paula.page().waitForSelector("dl.facts");
            paula.look("overview");
            paula.open("/payouts/new");
            paula.look("new-empty");
            var page = paula.page();
            page.setInputFiles("#file", payroll(language));
            page.waitForSelector("td.bad input");
            paula.look("new-errors");
            page.locator("td.bad input").first().focus();
            page.keyboard().press("ControlOrMeta+a");
            page.keyboard().type("1234.50");
            page.keyboard().press("Enter");
            page.waitForSelector("#submit", new Page.WaitForSelectorOptions().setState(WaitForSelectorState.VISIBLE));
            paula.look("new-totals");
            page.locator("#submit").focus();
            page.keyboard().press("Enter");
            page.waitForURL(url -> url.matches(".*/payouts/[0-9a-f-]{36}"));
            page.waitForSelector("#items");
            paula.look("batch-awaiting");
            return PRODUCT.url().relativize(URI.create(page.url())).getPath().replaceFirst("^/*", "/");
        }
    }

    private Path payroll(String language) throws IOException {
        var people = Stream.of("Ana García", "王伟", "李娜").toList();
        var file = new StringBuilder("姓名,钱包地址,金额\n");
        for (int i = 0; i < people.size(); i++) {
            String address = "0x" + (language.equals("en") ? "e1" : "c2") + "0".repeat(36) + "1" + i;
            file.append(people.get(i))
                    .append(i)
                    .append(language)
                    .append(',')
                    .append(address)
                    .append(',');
            file.append(i == 1 ? "\"1,234\"" : "100.25").append('\n');
        }
        return Files.writeString(folder.resolve("payroll-" + language + ".csv"), file);
    }

    private static void approved(String language, String batch, int wallet) {
        try (var approver = visitor(Look.light(language)).signIn(wallet)) {
            approver.open(batch + "/approve");
            var page = approver.page();
            page.waitForSelector(".wallet:not([disabled])");
            assertThat(page.locator("#proof li.not").count()).isZero();
            assertThat(page.locator("#proof li.ok").count()).isGreaterThanOrEqualTo(4);
            approver.look("approve-" + wallet);
            page.locator(".wallet").nth(wallet).focus();
            page.keyboard().press("Enter");
            if (wallet == ANDREW) {
                page.waitForURL(url -> url.endsWith(batch));
            } else {
                page.waitForFunction("() => !document.querySelector('#sign-state').classList.contains('bad')"
                        + " && document.querySelector('[data-signatures]').textContent.startsWith('1')");
            }
        }
    }

    @Test
    void everyPageWorksInTheDarkAndOnAPhone() {
        for (var look : Look.many()) {
            try (var olivia = visitor(look).signIn(OLIVIA)) {
                for (var path : List.of("/", "/payouts", "/people", "/documents", "/settings")) {
                    olivia.open(path);
                    olivia.look("page" + (path.equals("/") ? "-overview" : path.replace('/', '-')));
                }
            }
        }
    }

    @Test
    void skipLinkAndNavigationWorkByKeyboard() {
        try (var olivia = visitor(Look.light("en")).signIn(OLIVIA)) {
            var page = olivia.page();
            page.keyboard().press("Tab");
            assertThat(focused(page).getAttribute("class")).isEqualTo("skip");
            page.keyboard().press("Enter");
            page.waitForFunction("() => document.activeElement.id === 'main'");
        }
    }

    private static Locator focused(Page page) {
        return page.locator(":focus");
    }

    private static Visitor visitor(Look look) {
        return new Visitor(CHROMIUM.browser(), PRODUCT.url(), look);
    }
}
