package com.protocolbanks.browser;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The machine's own Chromium: {@code PB_CHROMIUM}, or {@code chromium} on the PATH. */
final class Chromium implements BeforeAllCallback, AfterAllCallback {
    private @Nullable Playwright playwright;
    private @Nullable Browser browser;

    @Override
    public void beforeAll(ExtensionContext context) {
        playwright = Playwright.create(
                new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
        browser = playwright
                .chromium()
                .launch(new BrowserType.LaunchOptions()
                        .setExecutablePath(executable())
                        .setArgs(List.of(
                                "--no-sandbox",
                                "--disable-gpu",
                                "--disable-quic",
                                "--no-first-run",
                                "--disable-background-networking",
                                "--disable-component-update",
                                "--disable-sync")));
    }

    Browser browser() {
        if (browser == null) {
            throw new IllegalStateException("the browser runs only while its test class does");
        }
        return browser;
    }

    private static Path executable() {
        return Optional.ofNullable(System.getenv("PB_CHROMIUM"))
                .map(Path::of)
                .or(Chromium::onPath)
                .orElseThrow(() -> new IllegalStateException(
                        "The browser tests need Chromium: run tools/prepare-tests, or set PB_CHROMIUM to its path."));
    }

    private static Optional<Path> onPath() {
        var folders = Pattern.compile(Pattern.quote(File.pathSeparator)).splitAsStream(System.getenv("PATH"));
        return folders.flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    @Override
    public void afterAll(ExtensionContext context) {
        if (browser != null) {
            browser.close();
        }
        if (playwright != null) {
            playwright.close();
        }
    }
}
