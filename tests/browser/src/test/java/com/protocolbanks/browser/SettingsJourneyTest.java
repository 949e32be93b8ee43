package com.protocolbanks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.protocolbanks.browser.Visitor.Look;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;

/** An owner looks after the members and the keys of programs. */
class SettingsJourneyTest {
    private static final int OLIVIA = 0;
    private static final int PAULA = 2;
    private static final String WALLET = "0xbe00000000000000000000000000000000000001";

    @RegisterExtension
    static final RunningProduct PRODUCT = new RunningProduct();

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    @Test
    void aMemberComesGetsAnotherRoleAndLeaves() {
        try (var olivia = visitor("en").signIn(OLIVIA)) {
            var page = olivia.page();
            added(olivia, "Vera Viewer");
            var row = page.locator("tr", new Page.LocatorOptions().setHasText("Vera Viewer"));
            assertThat(row.textContent()).contains("Viewer").contains("not yet proved");
            row.locator("summary").click();
            row.locator("input[value='PREPARER']").check();
            olivia.look("settings-member");
            row.locator("form[action$='/roles'] button").click();
            page.waitForSelector("tr:has-text('Vera Viewer') .status:has-text('Preparer')");
            added(olivia, "Vera's Double");
            assertThat(page.locator(".note.bad").textContent()).contains("had this wallet");
            olivia.look("settings-refused");
            row.locator("summary").click();
            row.locator("form[action$='/deactivate'] button").click();
            page.waitForSelector("tr:has-text('Vera Viewer') .status:has-text('inactive')");
        }
    }

    private static void added(Visitor owner, String name) {
        owner.open("/settings");
        var page = owner.page();
        page.locator("#member-new summary").click();
        page.locator("#member-name").fill(name);
        page.locator("#member-wallet").fill(WALLET);
        page.locator("#role-new-VIEWER").check();
        page.locator("#member-new button").click();
        page.waitForSelector("tr:has-text('Vera Viewer')");
    }

    @Test
    void aProgramsKeyIsShownOnceAndWorksUntilItIsRevoked() throws Exception {
        try (var olivia = visitor("zh").signIn(OLIVIA)) {
            olivia.open("/settings");
            var page = olivia.page();
            page.locator("#key-new summary").click();
            page.locator("#key-name").fill("bookkeeping");
            page.locator("#scope-PAYOUTS_READ").check();
            page.locator("#key-new button").click();
            var secret = page.locator("#secret").textContent();
            olivia.look("settings-key");
            assertThat(answered(secret)).isEqualTo(200);
            olivia.open("/settings");
            assertThat(page.locator("main").textContent())
                    .contains("bookkeeping")
                    .doesNotContain(secret);
            page.locator("tr:has-text('bookkeeping') form button").click();
            page.waitForSelector("tr:has-text('bookkeeping') .status.bad");
            assertThat(answered(secret)).isEqualTo(401);
        }
    }

    @Test
    void whoIsNoOwnerOnlyReads() {
        try (var paula = visitor("en").signIn(PAULA)) {
            paula.open("/settings");
            assertThat(paula.page().locator("main form").count()).isZero();
        }
    }

    private static int answered(String key) throws IOException, InterruptedException {
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(PRODUCT.url().resolve("/api/v1/payout-batches"))
                    .header("Authorization", "Bearer " + key)
                    .build();
            return http.send(request, BodyHandlers.discarding()).statusCode();
        }
    }

    private static Visitor visitor(String language) {
        return new Visitor(CHROMIUM.browser(), PRODUCT.url(), Look.light(language));
    }
}
