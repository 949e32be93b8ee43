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
import java.security.SecureRandom;
import java.time.Clock;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.BeforeAllCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;

/**
 * The whole product with the company "Demo" in it: pages, worker, Postgres, Redis and a local chain; started once for
 * all test classes, which use people, payrolls and keys of their own.
 */
final class RunningProduct implements BeforeAllCallback {
    private @Nullable Running running;

    private record Running(Standalone product, DemoCompany.Cast cast) implements AutoCloseable {
        static Running start() {
            try {
                var product = Standalone.start(Files.createTempDirectory("pb-browser-"), 0);
                try (var database = Database.open(product.servers().database(Role.WEB), 2)) {
                    var company = new DemoCompany(product.servers(), database, Clock.systemUTC(), new SecureRandom());
                    return new Running(product, company.found());
                }
            } catch (IOException fault) {
                throw new UncheckedIOException(fault);
            }
        }

        @Override
        public void close() {
            product.close();
        }
    }

    @Override
    public void beforeAll(ExtensionContext context) {
        running = context.getRoot()
                .getStore(Namespace.create(RunningProduct.class))
                .computeIfAbsent(Running.class, _ -> Running.start(), Running.class);
    }

    URI url() {
        return product().web();
    }

    /** The company's members as programs that call the API. */
    PayrollClient client() {
        return new PayrollClient(url(), running().cast());
    }

    /** The company's id. */
    UUID organization() {
        return running().cast().organization().id();
    }

    Standalone product() {
        return running().product();
    }

    private Running running() {
        if (running == null) {
            throw new IllegalStateException("the product runs only while its tests do");
        }
        return running;
    }
}
