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
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/** The machine's own Chromium: {@code PB_CHROMIUM}, or {@code chromium} on the PATH; started once for all test classes. */
final class Chromium implements BeforeAllCallback {
    private static final double START_MILLIS = 180_000;

    private @Nullable Running running;

    private record Running(Playwright playwright, Browser browser) implements AutoCloseable {
        static Running start() {
            var playwright = Playwright.create(
                    new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
            return new Running(
                    playwright,
                    playwright
                            .chromium()
                            .launch(new BrowserType.LaunchOptions()
                                    .setExecutablePath(executable())
                                    .setTimeout(START_MILLIS)
                                    .setArgs(List.of(
                                            "--no-sandbox",
                                            "--disable-gpu",
                                            "--disable-dev-shm-usage", // small where tests run in containers
                                            "--disable-quic",
                                            "--no-first-run",
                                            "--disable-background-networking",
                                            "--disable-component-update",
                                            "--disable-sync"))));
        }

        @Override
        public void close() {
            browser.close();
            playwright.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(Namespace.create(Chromium.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    }

    Browser browser() {
        if (running == null) {
            throw new IllegalStateException("the browser runs only while its tests do");
        }
        return running.browser();
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
}
