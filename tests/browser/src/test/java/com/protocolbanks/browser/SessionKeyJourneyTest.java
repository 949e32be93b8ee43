package com.protocolbanks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.microsoft.playwright.Page;
import com.protocolbanks.browser.Visitor.Look;
import com.protocolbanks.evm.Address;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.RegisterExtension;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A session key from its making over two owners' signatures to its receipts and its freeze, in both languages. */
class SessionKeyJourneyTest {
    private static final int OLIVIA = 0;
    private static final int ANDREW = 1;

    @RegisterExtension
    static final RunningProduct PRODUCT = new RunningProduct();

    @RegisterExtension
    static final Chromium CHROMIUM = new Chromium();

    private static int prices;

    @BeforeAll
    static void publishPrices() {
        prices = AgentUsage.publishPrices(PRODUCT.product().servers());
    }

    @ParameterizedTest
    @ValueSource(strings = {"en", "zh"})
    void keyIsMadeSignedUsedExplainedAndFrozen(String language) {
        var wish = wished(language);
        String key = signedByTheOther(language, wish.link());
        AgentUsage.use(PRODUCT.product().servers(), wish.secret(), Address.of(wish.wallet()), prices);
        try (var olivia = visitor(Look.light(language)).signIn(OLIVIA)) {
            var page = olivia.page();
            olivia.open(key);
            page.waitForSelector("#chart canvas");
            page.waitForSelector("#live a[href*='/receipts/']");
            assertThat(page.locator("#live").textContent()).contains("Andrew Approver");
            olivia.look("key-used");
            page.locator("#live a[href*='/receipts/']").first().click();
            page.waitForURL(url -> url.contains("/receipts/"));
            assertThat(page.locator(".sum").textContent()).contains("0.0018");
            assertThat(page.locator("table").textContent()).contains("1,000", "0.0005", "0.0003");
            olivia.look("key-receipt");
            frozenAndFreed(olivia, key);
        }
    }

    private record Wish(String secret, String wallet, String link) {}

    /** Olivia makes the key and signs first; the link for the next owner comes back. */
    private static Wish wished(String language) {
        try (var olivia = visitor(Look.light(language)).signIn(OLIVIA)) {
            var page = olivia.page();
            olivia.open("/session-keys");
            olivia.look("keys");
            olivia.open("/session-keys/new");
            page.locator("#limit").fill("0.25");
            page.locator("#route-chat").check();
            olivia.look("key-new");
            page.locator("#wish button").click();
            page.waitForSelector("#grant-card .wallet");
            olivia.look("key-made");
            page.locator(".wallet").nth(OLIVIA).click();
            page.waitForFunction("() => document.querySelector('#sign-state').textContent.includes('1')");
            olivia.look("key-signed-once");
            return new Wish(
                    page.locator("#secret").textContent(),
                    page.locator("#terms").getAttribute("data-wallet"),
                    page.locator("#link").textContent());
        }
    }

    /** Andrew opens the link, which holds no secret, and signs; the key's path comes back. */
    private static String signedByTheOther(String language, String link) {
        try (var andrew = visitor(Look.light(language)).signIn(ANDREW)) {
            var page = andrew.page();
            page.navigate(link);
            page.waitForSelector("#grant-card .wallet");
            assertThat(page.locator("#secret").textContent()).isEmpty();
            page.locator(".wallet").nth(ANDREW).click();
            page.waitForURL(url -> url.matches(".*/session-keys/[0-9a-f-]{36}"));
            andrew.look("key-fresh");
            return URI.create(page.url()).getPath();
        }
    }

    private static void frozenAndFreed(Visitor olivia, String key) {
        Page page = olivia.page();
        olivia.open(key);
        page.locator("#reason").selectOption("STOLEN");
        page.locator("form[action$='/freeze'] button").click();
        page.waitForSelector("form[action$='/unfreeze']");
        olivia.look("key-frozen");
        page.locator("form[action$='/unfreeze'] button").click();
        page.waitForSelector("form[action$='/freeze']");
    }

    @Test
    void pagesFitAPhoneAndTheDark() {
        for (var look : Look.many()) {
            try (var olivia = visitor(look).signIn(OLIVIA)) {
                for (var path : List.of("/session-keys", "/session-keys/new")) {
                    olivia.open(path);
                    olivia.look(path.replace('/', '-').substring(1));
                }
            }
        }
    }

    private static Visitor visitor(Look look) {
        return new Visitor(CHROMIUM.browser(), PRODUCT.url(), look);
    }
}
