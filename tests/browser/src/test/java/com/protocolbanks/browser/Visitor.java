package com.protocolbanks.browser;

import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.apache.pdfbox.Loader;
import org.apache.pdfbox.rendering.PDFRenderer;

/** One person at one browser window; looks at each page with an eye on pictures, accessibility and errors. */
final class Visitor implements AutoCloseable {
    /** Parts that are being fetched anew, or have just come. */
    private static final String CHANGING = ".htmx-request, .htmx-swapping, .htmx-settling, .htmx-added";

    private static final Path PICTURES = Path.of(System.getProperty("pb.pictures", "target/pictures"));

    /** Far beyond what a busy machine needs: it only ends what would wait for ever. */
    private static final double PATIENCE_MILLIS = 180_000;

    private final BrowserContext context;
    private final Page page;
    private final URI home;
    private final Look look;
    private final List<String> complaints = new ArrayList<>();

    /**
     * How the window looks.
     *
     * @param language {@code en} or {@code zh}
     * @param width in CSS pixels
     */
    record Look(String language, int width, boolean dark) {
        static Look light(String language) {
            return new Look(language, 1280, false);
        }

        /** A phone in the light and a screen in the dark; every width, language and light under {@code pb.full}. */
        static List<Look> many() {
            if (!Boolean.getBoolean("pb.full")) {
                return List.of(new Look("en", 320, false), new Look("zh", 1280, true));
            }
            return Stream.of("en", "zh")
                    .flatMap(language -> Stream.of(320, 768, 1280)
                            .flatMap(width -> Stream.of(false, true).map(dark -> new Look(language, width, dark))))
                    .toList();
        }

        String words() {
            return language + "-" + width + (dark ? "-dark" : "-light");
        }
    }

    Visitor(Browser browser, URI home, Look look) {
        this.home = home;
        this.look = look;
        this.context = browser.newContext(new Browser.NewContextOptions()
                .setViewportSize(look.width(), 900)
                .setLocale(look.language().equals("zh") ? "zh-CN" : "en-US")
                .setTimezoneId("UTC")
                .setColorScheme(look.dark() ? ColorScheme.DARK : ColorScheme.LIGHT)
                .setReducedMotion(ReducedMotion.REDUCE)
                .setAcceptDownloads(true));
        context.setDefaultTimeout(PATIENCE_MILLIS);
        this.page = context.newPage();
        page.onPageError(complaints::add);
        page.onConsoleMessage(message -> {
            if (message.type().equals("error") && !message.text().contains("status of 4")) {
                complaints.add(message.text());
            }
        });
    }

    Page page() {
        return page;
    }

    void open(String path) {
        page.navigate(home.resolve(path).toString());
    }

    /** Signs in with one of the wallets the development wallet offers, from 0. */
    Visitor signIn(int wallet) {
        open("/sign-in");
        page.locator(".wallet").nth(wallet).click();
        page.waitForURL(home.resolve("/").toString());
        return this;
    }

    /** Waits for the page that comes when the action is done, also when its address is that of the page before. */
    void leave(Runnable action) {
        page.evaluate("window.left = false");
        action.run();
        page.waitForFunction("() => window.left === undefined && document.readyState === 'complete'");
    }

    /** Takes the page's picture, and demands that it is accessible, fits its window and has thrown nothing. */
    void look(String name) {
        page.waitForFunction("() => document.fonts.status === 'loaded' && !document.querySelector('" + CHANGING + "')");
        page.screenshot(new Page.ScreenshotOptions()
                .setFullPage(true)
                .setPath(PICTURES.resolve(name + "-" + look.words() + ".png")));
        assertThat(complaints).as(name).isEmpty();
        int wide = ((Number) page.evaluate("document.documentElement.scrollWidth")).intValue();
        assertThat(wide).as(name + " fits " + look.words()).isLessThanOrEqualTo(look.width());
        var violations = new AxeBuilder(page)
                .analyze().getViolations().stream()
                        .map(rule -> rule.getId() + ": "
                                + rule.getNodes().stream()
                                        .map(node -> String.valueOf(node.getTarget()) + " " + node.getFailureSummary())
                                        .limit(3)
                                        .toList())
                        .toList();
        assertThat(violations).as(name + " " + look.words()).isEmpty();
    }

    /** Downloads the PDF behind the first such link and draws its first page among the pictures. */
    void lookAtPdf(String link, String name) {
        var download = page.waitForDownload(() -> page.locator(link).first().click());
        try (var file = Loader.loadPDF(download.path().toFile())) {
            var picture = PICTURES.resolve(name + "-" + look.language() + ".png");
            ImageIO.write(new PDFRenderer(file).renderImageWithDPI(0, 110), "png", picture.toFile());
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
    }

    @Override
    public void close() {
        context.close();
    }
}
