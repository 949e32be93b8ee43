package com.protocolbanks.browser;

import com.protocolbanks.database.Database;
import com.protocolbanks.embedded.LocalPostgres.Role;
import com.protocolbanks.pb.company.DemoCompany;
import com.protocolbanks.pb.company.PayrollClient;
import com.protocolbanks.pb.standalone.Standalone;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Clock;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterAllCallback;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;

/** The whole product with the company "Demo" in it: pages, worker, Postgres, Redis and a local chain. */
final class RunningProduct implements BeforeAllCallback, AfterAllCallback {
    private @Nullable Standalone standalone;
    private DemoCompany.@Nullable Cast cast;

    @Override
    public void beforeAll(ExtensionContext context) {
        try {
            standalone = Standalone.start(Files.createTempDirectory("pb-browser-"), 0);
        } catch (IOException fault) {
            throw new UncheckedIOException(fault);
        }
        try (var database = Database.open(product().servers().database(Role.WEB), 2)) {
            cast = new DemoCompany(product().servers(), database, Clock.systemUTC(), new SecureRandom()).found();
        }
    }

    URI url() {
        return product().web();
    }

    /** The company's members as programs that call the API. */
    PayrollClient client() {
        if (cast == null) {
            throw new IllegalStateException("the company exists only while its test class runs");
        }
        return new PayrollClient(url(), cast);
    }

    Standalone product() {
        if (standalone == null) {
            throw new IllegalStateException("the product runs only while its test class does");
        }
        return standalone;
    }

    static Path root() {
        return Path.of(System.getProperty("pb.root", "."));
    }

    @Override
    public void afterAll(ExtensionContext context) {
        product().close();
    }
}
